"""What a story has in its hands: a visitor, the sandbox's screws, and a pencil."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import urljoin

import msgspec

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Entry, Evidence
from keyturn.checker.scenarios.street import Street
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Outcome, Subject
from keyturn.checker.visitor.http import HttpVisitor, Person, Shown
from keyturn.checker.visitor.page import read
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.wire import Wire
from keyturn.nuki.ids import SmartlockId

TURN_SECONDS = 2.0
"""Virtual time that passes between two looks at an outcome."""


class Stage:
    """One story's. Every story has its own account, device and visitor; the subject may be shared."""

    def __init__(self, street: Street, name: str) -> None:
        if street.used >= len(street.seed.accounts):
            raise NotPlayed("All accounts of this sandbox have told their story.")
        self._street, self._name, self._began = street, name, time.monotonic()
        account = street.seed.accounts[street.used]
        street.used += 1
        self.person = Person(account.email, account.password)
        self.smartlock_id = SmartlockId(account.smartlocks[0].smartlock_id)
        self._account_id = account.account_id
        self._first = self._count()
        self._heard = len(street.subject.output()) if street.subject else 0
        street.canaries.plant("password", account.password)
        street.canaries.sightings.clear()
        street.recording = self._recording = Recording(street.canaries, self._elapsed, street.url)
        self.visitor = HttpVisitor(Wire(street.certificates.ca_file), self._recording, street.url)

    @property
    def subject(self) -> Subject:
        """What its file says."""
        return self._street.described.subject

    @property
    def known(self) -> dict[str, str]:
        """Placeholders for buttons."""
        here = {"smartlock_id": str(self.smartlock_id), "account_id": str(self._account_id)}
        return {**self._street.known, **here}

    async def ask_to_connect(self) -> Shown:
        """Press *connect*; Nuki's sign-in page should stand there."""
        return await self.visitor.press(self.subject.connect, self.known)

    async def connect(self, decision: str = "allow") -> Shown:
        """Connect, sign in at Nuki, ``allow`` or ``deny``; what the subject then shows."""
        shown = await self.visitor.at_nuki(await self.ask_to_connect(), self.person, decision)
        await self.time_passes(0)
        self.note("connected" if decision == "allow" else "denied", str(shown.status))
        return shown

    async def act(self, action: str) -> Shown:
        """Ask for a door action. The door has not begun to move: time stands still."""
        shown = await self.visitor.press(self.subject.act[action], self.known)
        self.note("asked", action)
        return shown

    async def outcome(self) -> str:
        """One look: ``waiting``, ``confirmed``, ``failed``, ``unconfirmed`` or ``unknown``; noted."""
        where = self.subject.outcome
        if where is None:
            raise NotPlayed("SUBJECT.toml does not say where an outcome stands: add [outcome].")
        shown = await self.visitor.open(urljoin(self._street.url + "/", fill(where.page, self.known)))
        word = _word(where, _place(where, shown, self.known))
        self.note("outcome", word)
        return word

    async def outcome_becomes(self, *words: str, looks: int = 15, seconds: float = TURN_SECONDS) -> str:
        """Let time pass until the outcome is one of ``words``; the last one seen."""
        word = "unknown"
        for _ in range(looks):
            await self.time_passes(seconds)
            if (word := await self.outcome()) in words:
                break
            await asyncio.sleep(0.05)
        return word

    async def time_passes(self, seconds: float) -> None:
        """At the sandbox: doors move, webhooks leave and are answered, tokens grow old. The subject's time is real."""
        await self._street.clock.advance(seconds)

    def arm(self, fault: str, *, at_my_door: bool = True, times: int | None = 1, **how: Any) -> None:
        """Let a fault of the sandbox's catalogue (``docs/faults.md``) lie in wait."""
        self._street.sandbox.arm(fault, smartlock_id=self.smartlock_id if at_my_door else None, times=times, **how)
        self.note("fault", fault)

    def disarm(self) -> None:
        """Nuki works again."""
        self._street.sandbox.disarm()
        self.note("disarmed")

    def note(self, name: str, value: str = "") -> None:
        """A moment the conditions will look for."""
        self._recording.moment(name, value, self._count())

    async def evidence(self, broken: str | None = None) -> Evidence:
        """Everything, frozen; the visitor leaves and the faults are taken back."""
        street = self._street
        await self.visitor.aclose()
        street.sandbox.disarm()
        street.recording = None
        said = street.subject.output()[self._heard :] if street.subject else ""
        if street.subject is not None and street.subject.ended:
            broken = f"{broken or ''} The subject ended by itself. {street.subject.last_words()}".lstrip()
        return Evidence(
            scenario=self._name,
            redirect_uris=tuple(street.seed.application.redirect_uris),
            exchanges=tuple(self._recording.exchanges),
            journal=tuple(self._journal()),
            hooks=tuple(self._recording.hooks),
            moments=tuple(self._recording.moments),
            output=street.canaries.captured(said, "the subject's output"),
            sightings=tuple(street.canaries.sightings),
            seconds=round(self._elapsed(), 3),
            broken=street.canaries.captured(broken, "", allowed=True) if broken else None,
        )

    def _journal(self) -> list[Entry]:
        taken = []
        for entry in self._street.sandbox.journal:
            if entry.sequence > self._first:
                whole = msgspec.json.decode(entry.json())
                details = {k: v for k, v in whole.items() if k not in ("sequence", "kind", "subject")}
                taken.append(Entry(entry.sequence, str(entry.kind), entry.subject, details))
        return taken

    def _count(self) -> int:
        last = 0
        for entry in self._street.sandbox.journal:
            last = entry.sequence
        return last

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def _place(where: Outcome, shown: Shown, known: dict[str, str]) -> str:
    if where.css is not None:
        found = read(shown.text).all(fill(where.css, known))
        return " ".join(one.attributes.get(where.attribute, "") if where.attribute else one.text for one in found)
    if where.pointer is not None:
        return _pointed(shown.text, fill(where.pointer, known))
    if where.regex is not None:
        match = re.search(fill(where.regex, known), shown.text)
        return match[match.lastindex or 0] if match else ""
    return read(shown.text).text


def _pointed(text: str, pointer: str) -> str:
    try:
        at: Any = msgspec.json.decode(text)
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            at = at[int(key)] if isinstance(at, list) else at[key]
    except (msgspec.DecodeError, KeyError, IndexError, ValueError, TypeError):
        return ""
    return at if isinstance(at, str) else msgspec.json.encode(at).decode()


def _word(where: Outcome, text: str) -> str:
    # Longer words first: "unconfirmed" holds "confirmed".
    words = [
        (word, name) for name in ("waiting", "confirmed", "failed", "unconfirmed") for word in getattr(where, name)
    ]
    for word, name in sorted(words, key=lambda pair: -len(pair[0])):
        if word.lower() in text.lower():
            return name
    return "unknown"
