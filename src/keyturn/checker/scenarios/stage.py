"""What a story has in its hands: a visitor, the sandbox's screws, and a pencil."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Awaitable
from typing import Any
from urllib.parse import urljoin

import msgspec

from keyturn.checker.errors import NothingCame, NotPlayed
from keyturn.checker.evidence import Entry, Evidence
from keyturn.checker.scenarios.letter import Letter
from keyturn.checker.scenarios.street import Street
from keyturn.checker.scenarios.witness.offered import offered
from keyturn.checker.scenarios.witness.outcome import around, standing, word_for
from keyturn.checker.subject.instead import LACKING
from keyturn.checker.subject.placeholders import fill, named
from keyturn.checker.subject.settings import Subject, Way
from keyturn.checker.visitor.http import HttpVisitor
from keyturn.checker.visitor.page import read
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.visiting import Meanwhile, Person, Shown, Visitor, nothing
from keyturn.checker.visitor.wire import NoAnswer
from keyturn.nuki.ids import SmartlockId
from keyturn.secrecy import Secret

DYING_SECONDS = 0.3
"""Real time after which a subject that crashed is seen to be gone, and its last words are here."""
LOOKS_BY_HAND = 2
PAUSE_SECONDS, PAUSE_AT_MOST = 0.05, 0.5
"""Real time between two looks."""
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
        self._door, self._others = account.smartlocks[0].name, list[Visitor]()
        self._account_id = account.account_id
        street.kept.begin()
        self.door_name = account.smartlocks[0].name
        self._first = self._count()
        self._heard = len(street.subject.output()) if street.subject else 0
        street.canaries.plant("password", account.password)
        # Nuki takes six digits without a zero that do not begin with 12.
        self._code = Secret(f"34{1 + street.used // 9 % 9}{1 + street.used % 9}75")
        if "access_code" in named([button for _, button in self.subject.buttons()]):
            street.canaries.plant_code(self._code)
        street.canaries.sightings.clear()
        street.recording = self._recording = Recording(street.canaries, self._elapsed, street.url)
        self.visitor = self._arrived()

    @property
    def subject(self) -> Subject:
        """What its file says."""
        return self._street.described.subject

    @property
    def known(self) -> dict[str, str]:
        """Placeholders for buttons."""
        here = {
            "smartlock_id": str(self.smartlock_id),
            "account_id": str(self._account_id),
            "door": self.door_name,
            "access_code": self._code.reveal(),
        }
        return {**self._street.known, **here}

    async def ask_to_connect(self) -> Shown:
        """Press *connect*; Nuki's sign-in page should stand there."""
        return await self.visitor.press(self.subject.connect, self.known)

    def another_browser(self) -> Visitor:
        """Without a cookie of the first one."""
        made = self._arrived()
        self._others.append(made)
        return made

    async def doors(self) -> Shown:
        """Look at the doors; ``doors`` is noted as ``shown`` when the story's own stands there."""
        if self.subject.doors is None:
            raise NotPlayed("SUBJECT.toml does not say how to see the doors: add [doors].")
        shown = await self.visitor.press(self.subject.doors, self.known)
        there = shown.status < 400 and re.search(rf"\b({re.escape(self._door)}|{self.smartlock_id})\b", shown.text)
        self.note("doors", "shown" if there else "absent")
        return shown

    def withdraw(self) -> None:
        """At Nuki, the person removes the subject from the applications that may use the account."""
        self._street.sandbox.withdraw(self._account_id)
        self.note("withdrawn")

    async def connect(self, decision: str = "allow") -> Shown:
        """Connect, sign in at Nuki, ``allow`` or ``deny``; what the subject then shows."""
        shown = await self.visitor.at_nuki(await self.ask_to_connect(), self.person, decision)
        await self.time_passes(0)
        self.note("connected" if decision == "allow" else "denied", str(shown.status))
        return shown

    async def act(self, action: str, between: Meanwhile = nothing) -> Shown:
        """Ask for a door action; ``between`` happens after its page was opened, before the button is pressed.

        The door has not begun to move: time stands still.
        """
        self.note("asks", action)
        shown = await self.visitor.press(self.subject.act[action], self.known, between)
        self.note("asked", action)
        return shown

    async def make_code(self, between: Meanwhile = nothing) -> Shown:
        """Make a code for the keypad of the story's door; noted as ``code made``. ``between``: as with :meth:`act`."""
        assert self.subject.make_code is not None
        shown = await self.visitor.press(self.subject.make_code, self.known, between)
        self.note("code made", str(shown.status))
        return shown

    async def outcome(self) -> str:
        """One look: ``waiting``, ``confirmed``, ``failed``, ``unconfirmed`` or ``unknown``; noted."""
        where = self.subject.outcome
        if where is None:
            raise NotPlayed("SUBJECT.toml does not say where an outcome stands: add [outcome].")
        url = urljoin(self._street.url + "/", fill(where.page, self.known))
        shown = await self.visitor.look(url, where.live)
        word = shown.word or word_for(where, standing(where, shown.text, self.known))
        self.note("outcome", word)
        self.note("outcome says", shown.text if shown.word else around(where, shown.text, self.known))
        return word

    async def outcome_becomes(self, *words: str, looks: int = 15, seconds: float = TURN_SECONDS) -> str:
        """Let time pass until the outcome is one of ``words``; the last one seen."""
        if self.subject.way is Way.GUIDED:  # a person is asked once everything is over
            looks, seconds = LOOKS_BY_HAND, seconds * looks
        live = self.subject.outcome is not None and self.subject.outcome.live
        word = "unknown"
        for look in range(looks):
            await self.time_passes(seconds)
            if (word := await self.outcome()) in words:
                break
            # News may take their time to a page that changes by itself.
            await asyncio.sleep(min(PAUSE_SECONDS * look, PAUSE_AT_MOST) if live else PAUSE_SECONDS)
        return word

    async def time_passes(self, seconds: float) -> None:
        """At the sandbox: doors move, webhooks leave and are answered, tokens grow old. The subject's time is real."""
        await self._street.clock.advance(seconds)

    async def ends(self, press: Awaitable[Shown], name: str, value: str) -> None:
        """Whatever a press leads to, noted as ``name``; or ``no page``, when no answer came."""
        try:
            await press
        except NothingCame:
            self.note("no page", value)
            return
        except NotPlayed:
            pass  # the button was not there: the page that was there instead is what came of it
        self.note(name, value)

    async def events(self) -> int:
        """How many events are shown; noted as ``events``."""
        where = self.subject.events
        if where is None:
            raise NotPlayed("SUBJECT.toml does not say where events stand: add [events].")
        shown = await self.visitor.open(fill(where.page, self.known))
        count = len(read(shown.text).all(fill(where.css, self.known)))
        self.note("events", str(count))
        return count

    def hold(self, *, everything: bool = False) -> None:
        """From now on webhooks stay here: those that confirm an action, or all."""
        self._street.held.clear()
        self._street.holds = lambda letter: everything or letter.confirms

    def held(self) -> tuple[Letter, ...]:
        """Those that stayed here."""
        return tuple(self._street.held)

    def let_go(self) -> None:
        """Webhooks leave by themselves again; the held ones stay, for :meth:`post`."""
        self._street.holds = None

    async def post(self, letter: Letter, forged: str = "") -> None:
        """Deliver a held webhook, or one ``forged`` in the way named; noted as ``posted``."""
        with contextlib.suppress(NoAnswer):
            await self._street.post(letter, forged)
        self.note("posted", forged)

    def key_of(self, letter: Letter) -> Secret:
        """The secret it is signed with. Raises :class:`NotPlayed` when nobody gave that one out."""
        canaries = self._street.canaries
        for key in (*canaries.planted("client_secret"), *canaries.planted("webhook_secret")):
            if letter.signed_by(key):
                return key
        raise NotPlayed("A webhook was signed with a secret the checker did not hear of.")

    def arm(self, fault: str, *, at_my_door: bool = True, times: int | None = 1, **how: Any) -> None:
        """Let a fault of the sandbox's catalogue (``docs/faults.md``) lie in wait, for this story's account."""
        how.setdefault("account_id", self._account_id)
        self._street.sandbox.arm(fault, smartlock_id=self.smartlock_id if at_my_door else None, times=times, **how)
        self.note("fault", fault)

    def disarm(self) -> None:
        """Nuki works again."""
        self._street.sandbox.disarm()
        self.note("disarmed")

    def note(self, name: str, value: str = "") -> None:
        """A moment the conditions will look for."""
        self._recording.moment(name, value, self._count())

    def last(self, name: str) -> str:
        """The value of the last moment of a name, or nothing."""
        return next((one.value for one in reversed(self._recording.moments) if one.name == name), "")

    async def evidence(self, broken: str | None = None) -> Evidence:
        """Everything, frozen; the visitor leaves and the faults are taken back."""
        street = self._street
        if broken:
            await asyncio.sleep(DYING_SECONDS)
        for visitor in (self.visitor, *self._others):
            await visitor.aclose()
        street.sandbox.disarm()
        street.holds = street.recording = None
        files, logs = dict(street.kept.files()), dict(street.kept.said())
        for name, text in files.items():
            street.canaries.captured(text, f"file {name}", raw=True)
        for name, text in logs.items():
            street.canaries.captured(text, f"the subject's log {name}")
        self._recording.cleaned()
        said = street.subject.output()[self._heard :] if street.subject else ""
        if street.instead is not None and not street.instead.asked and self.last("connected"):
            broken = LACKING.format(name=street.instead.name)
        if street.subject is not None and street.subject.ended:
            broken = f"{broken or ''} The subject ended by itself. {street.subject.last_words()}".lstrip()
        return Evidence(
            scenario=self._name,
            way=self.subject.way.value,
            redirect_uris=tuple(street.seed.application.redirect_uris),
            offers=offered(self.subject, self.known),
            exchanges=tuple(self._recording.exchanges),
            journal=tuple(self.journal()),
            hooks=tuple(
                hook
                for hook in self._recording.hooks
                if street.owners.delivered_to(hook.body) in (self._account_id, None)
            ),
            kept=tuple(files),
            logs=tuple(logs),
            moments=tuple(self._recording.moments),
            output=street.canaries.captured(said, "the subject's output"),
            sightings=tuple(street.canaries.sightings),
            seconds=round(self._elapsed(), 3),
            broken=street.canaries.captured(broken, "", allowed=True) if broken else None,
        )

    def _arrived(self) -> Visitor:
        street = self._street
        made = street.arrive(self._recording, street.url, self.journal)
        if street.instead is not None and isinstance(made, HttpVisitor):
            made.instead = {street.known["sandbox_url"]: street.instead.truly}
        return made

    def journal(self) -> list[Entry]:
        """What the sandbox wrote down of this story."""
        taken = []
        for entry in self._street.sandbox.journal:
            if entry.sequence > self._first:
                whole = msgspec.json.decode(entry.json())
                details = {k: v for k, v in whole.items() if k not in ("sequence", "kind", "subject")}
                taken.append(Entry(entry.sequence, str(entry.kind), entry.subject, details))
        owners = self._street.owners
        owners.learn(taken)
        return owners.of(self._account_id, taken)

    def _count(self) -> int:
        last = 0
        for entry in self._street.sandbox.journal:
            last = entry.sequence
        return last

    def _elapsed(self) -> float:
        return time.monotonic() - self._began
