"""What was done on the way and when, in a small file beside the manifest. It holds no secret."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from keyturn.journey.errors import NotNow


class Event(msgspec.Struct, frozen=True):
    """``at`` in UTC. ``what`` is one of ``applied``, ``status``, ``form``, ``released``; ``text`` says more."""

    at: datetime
    what: str
    text: str = ""


class Progress(msgspec.Struct, frozen=True):
    """Oldest first. ``client_id`` is that of the API key the application was filed with."""

    client_id: str = ""
    events: tuple[Event, ...] = ()

    def last(self, what: str) -> Event | None:
        """The newest event of a kind."""
        return next((event for event in reversed(self.events) if event.what == what), None)

    def after(self, at: datetime, what: str, text: str = "") -> Progress:
        """With one more event, unless nothing is new about it."""
        before = self.last(what)
        if what == "status" and before and before.text == text:
            return self
        return msgspec.structs.replace(self, events=(*self.events, Event(at, what, text)))

    def turned_down(self, status: str) -> bool:
        """Whether an application was filed and stands INACTIVE: refused, or taken back (guessed: S-25)."""
        return status == "INACTIVE" and self.last("applied") is not None


def beside(manifest: Path) -> Path:
    """Where it stands: ``keyturn.progress.json``."""
    return manifest.with_suffix(".progress.json")


def read(file: Path) -> Progress:
    """Nothing yet, if there is no file. Raises :class:`NotNow` for one that cannot be used."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Progress)
    except FileNotFoundError:
        return Progress()
    except (OSError, msgspec.DecodeError) as trouble:
        raise NotNow(f"{file} cannot be used: {trouble}.", "Mend it, or remove it: it is written anew.") from None


def written(progress: Progress) -> bytes:
    """For people, too: indented JSON."""
    return msgspec.json.format(msgspec.json.encode(progress), indent=2) + b"\n"
