"""What Nuki has on file about one application: where it stands, its form, what the reviewer wrote."""

from __future__ import annotations

from typing import Any

import msgspec

from keyturn.nuki.dates import Instant


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened on the way; ``text`` is the reviewer's or the company's."""

    at: Instant
    move: str
    standing: str
    text: str = ""


class Dossier(msgspec.Struct, kw_only=True):
    """Changed in place. ``form`` is as it was submitted last."""

    standing: str
    form: dict[str, Any] | None = None
    notes: list[Note] = msgspec.field(default_factory=list)
