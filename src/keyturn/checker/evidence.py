"""What a story left behind: frozen, fit for a report, and without a secret.

Secrets leave at the moment of capture: a :class:`Canaries` replaces each by its name and notes where it stood.
Serves: server-side-exchange, token-custody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from keyturn.secrecy import Secret


class Sighting(msgspec.Struct, frozen=True):
    """A planted secret, by name, and where it was seen: ``body of GET /doors``, ``the subject's output``."""

    canary: str
    place: str


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request of the visitor and its answer. ``at`` is in seconds since the story began; header names are lower."""

    at: float
    by: str
    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    sent: str = ""
    body: str = ""
    picture: str | None = None

    @property
    def location(self) -> str:
        """Where it sends the browser, or nothing."""
        return self.headers.get("location", "")


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook the sandbox sent. ``at`` and ``seconds`` (until the answer) are real seconds."""

    at: float
    seconds: float
    url: str
    body: str
    signed: bool
    status: int | None
    trouble: str | None = None


class Entry(msgspec.Struct, frozen=True):
    """One entry of the sandbox's journal."""

    sequence: int
    kind: str
    subject: str
    details: Mapping[str, Any]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Something the story noted: ``connected``, ``outcome``… with how many journal entries there were then."""

    at: float
    name: str
    value: str = ""
    journal: int = 0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one story left. ``broken`` says why it could not be played, if so."""

    scenario: str
    redirect_uris: tuple[str, ...]
    exchanges: tuple[Exchange, ...] = ()
    journal: tuple[Entry, ...] = ()
    hooks: tuple[Hook, ...] = ()
    moments: tuple[Moment, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    output: str = ""
    seconds: float = 0.0
    broken: str | None = None
    skipped: str | None = None

    def calls(self, subject: str) -> tuple[Entry, ...]:
        """Requests in the journal, such as ``POST /oauth/token``; a prefix is enough."""
        return tuple(one for one in self.journal if one.kind == "request" and one.subject.startswith(subject))

    def noted(self, name: str) -> tuple[Moment, ...]:
        """The moments of a name, in order."""
        return tuple(moment for moment in self.moments if moment.name == name)

    def by_subject(self) -> tuple[Exchange, ...]:
        """What the subject itself answered the visitor."""
        return tuple(one for one in self.exchanges if one.by == "subject")


class Canaries:
    """The secrets that were planted or issued. Names them in texts and remembers where they were seen."""

    _ISSUED = re.compile(r"\b(code|access_token|refresh_token|client_secret)=([^&\s\"'<>#]{16,})")

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.sightings: list[Sighting] = []

    def plant(self, name: str, secret: Secret) -> None:
        """From now on the value is replaced by ``‹name›`` wherever it is captured."""
        value = secret.reveal()
        self._known[value] = name
        self._known[quote(value, safe="")] = name

    def captured(self, text: str, place: str, *, allowed: bool = False) -> str:
        """``text`` without secrets; each one seen is noted with its place, unless it is where it belongs."""
        for value, name in self._known.items():
            if value and value in text:
                text = text.replace(value, f"‹{name}›")
                sighting = Sighting(name, place)
                if not allowed and sighting not in self.sightings:
                    self.sightings.append(sighting)
        return self._ISSUED.sub(r"\1=‹\1›", text)
