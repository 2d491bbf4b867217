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
    """What a browser showed: a JPEG, base64."""
    part: bool = False
    """No page, but something a page loaded: a script, a picture, an answer to a script."""

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
    forged: str = ""
    """How the story falsified it; empty for what Nuki itself would send."""


class Entry(msgspec.Struct, frozen=True):
    """One entry of the sandbox's journal."""

    sequence: int
    kind: str
    subject: str
    details: Mapping[str, Any]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Something the story noted: ``connected``, ``outcome``… with how many journal entries and exchanges there were."""

    at: float
    name: str
    value: str = ""
    journal: int = 0
    exchanges: int = 0


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What the subject says it offers: types of devices, scopes, actions, and the address of its help and support."""

    devices: tuple[int, ...] = ()
    scopes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    help: str = ""
    support: str = ""
    confirm_seconds: float = 0.0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one story left. ``broken`` says why it could not be played, if so."""

    scenario: str
    way: str = "http"
    """How the subject's pages were seen: ``http``, ``browser``, or ``guided``, by a person."""
    redirect_uris: tuple[str, ...] = ()
    offers: Offers = Offers()
    exchanges: tuple[Exchange, ...] = ()
    journal: tuple[Entry, ...] = ()
    hooks: tuple[Hook, ...] = ()
    moments: tuple[Moment, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    kept: tuple[str, ...] = ()
    """Names of the files the subject keeps in ``{state_dir}``; what they hold was searched for tokens."""
    logs: tuple[str, ...] = ()
    """Names of the logs that were read."""
    output: str = ""
    seconds: float = 0.0
    broken: str | None = None
    skipped: str | None = None
    unseen: str | None = None
    """Why nobody could play it on this way: a person has to find out."""

    def calls(self, subject: str) -> tuple[Entry, ...]:
        """Requests in the journal, such as ``POST /oauth/token``; a prefix is enough."""
        return tuple(one for one in self.journal if one.kind == "request" and one.subject.startswith(subject))

    def noted(self, name: str) -> tuple[Moment, ...]:
        """The moments of a name, in order."""
        return tuple(moment for moment in self.moments if moment.name == name)

    def shown_at(self, moment: Moment) -> Exchange | None:
        """What stood before the visitor at a moment."""
        pages = [one for one in self.exchanges[: moment.exchanges] if not one.part]
        return pages[-1] if pages else None

    def sighted(self, place: str) -> tuple[Sighting, ...]:
        """Secrets that stood in places whose name begins so."""
        return tuple(one for one in self.sightings if one.place.startswith(place))

    def by_subject(self) -> tuple[Exchange, ...]:
        """The pages, and redirects, by which the subject itself answered the visitor."""
        return tuple(one for one in self.exchanges if one.by == "subject" and not one.part)


ACCESS_CODE = "access_code"
"""What the digits of a keypad code are called in evidence."""


class Canaries:
    """The secrets that were planted or issued. Names them in texts and remembers where they were seen."""

    _ISSUED = re.compile(r"\b(code|access_token|refresh_token|client_secret)=([^&\s\"'<>#]{16,})")

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._codes: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {}
        self.sightings: list[Sighting] = []

    def plant(self, name: str, secret: Secret) -> None:
        """From now on the value is replaced by ``‹name›`` wherever it is captured."""
        value = secret.reveal()
        self._known[value] = name
        self._known[quote(value, safe="")] = name

    def plant_code(self, secret: Secret) -> None:
        """The same for the digits of a keypad code, however they are grouped; not inside a longer number or word."""
        digits = secret.reveal()
        grouped = r"[\s.-]?".join(digits)
        alone, beside_words = rf"(?<![0-9A-Za-z]){grouped}(?![0-9A-Za-z])", rf"(?<![0-9]){grouped}(?![0-9])"
        self._codes[digits] = re.compile(alone), re.compile(beside_words)

    def planted(self, name: str) -> tuple[Secret, ...]:
        """Every secret known by a name: with them the checker signs as Nuki would."""
        return tuple(Secret(value) for value, known in self._known.items() if known == name)

    def captured(
        self, text: str, place: str, *, allowed: bool = False, way: bool = False, raw: bool = False
    ) -> str:
        """``text`` without secrets; each one seen is noted with its place, unless it is where it belongs.

        ``way``: it is the way to Nuki or back, on which code and state belong. The state is left in it, for its
        strength is judged by its looks, and it is worth nothing afterwards. ``raw``: the bytes of a file, in which a
        database writes one column directly after the other.
        """
        for value, name in self._known.items():
            if value and value in text:
                if way and name == "state":
                    continue
                text = text.replace(value, f"‹{name}›")
                self._seen(name, place, allowed or (way and name == "code"))
        for alone, beside_words in self._codes.values():
            text, times = (beside_words if raw else alone).subn(f"‹{ACCESS_CODE}›", text)
            if times:
                self._seen(ACCESS_CODE, place, allowed)
        return self._ISSUED.sub(r"\1=‹\1›", text)

    def _seen(self, name: str, place: str, allowed: bool) -> None:
        sighting = Sighting(name, place)
        if not allowed and sighting not in self.sightings:
            self.sightings.append(sighting)
