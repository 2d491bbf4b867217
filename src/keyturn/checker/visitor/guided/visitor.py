"""The visitor who asks a person to do it, and believes the sandbox's journal before the person's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from keyturn.checker.errors import NothingCame, NotPlayed
from keyturn.checker.evidence import Entry
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Button, Subject
from keyturn.checker.visitor.guided.desk import Desk
from keyturn.checker.visitor.guided.tasks import AT_ONCE, DOORS, OUTCOME, PAGE, Said, Task
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.visiting import Meanwhile, Person, Shown, nothing
from keyturn.checker.visitor.wire import Answer

STATUS = {"error": 500, "stuck": 404}
"""For what a person calls so; whatever else they see is a page."""
WORDS = ("confirmed", "failed", "waiting", "unconfirmed")


class GuidedVisitor:
    """The guided way. ``journal`` gives the story's entries until now."""

    def __init__(
        self,
        desk: Desk,
        subject: Subject,
        recording: Recording,
        base_url: str,
        journal: Callable[[], Sequence[Entry]],
    ) -> None:
        self._desk, self._subject, self._recording = desk, subject, recording
        self._base, self._journal = base_url, journal
        self._begun = False
        self._known: Mapping[str, str] = {}
        self.stops_at: str | None = None
        desk.stories += 1

    async def open(self, url: str) -> Shown:
        there = urljoin(self._base + "/", url)
        return self._shown(there, await self._ask("open", PAGE, writes=True, url=there))

    async def look(self, url: str, live: bool) -> Shown:
        there = urljoin(self._base + "/", url)
        said = await self._ask("outcome", OUTCOME, writes=True, page=there, door=self._known.get("door", ""))
        shown = self._shown(there, said)
        return Shown(there, shown.status, shown.text, said.answer if said.answer in WORDS else "unknown")

    async def press(self, button: Button, known: Mapping[str, str], between: Meanwhile = nothing) -> Shown:
        self._known = known
        key = next((name for name, one in self._subject.buttons() if one == button), "")
        kind, _, action = key.partition(".")
        page = urljoin(self._base + "/", fill(button.get or button.page or "/", known))
        values = {
            "page": page,
            "door": known.get("door", ""),
            "action": action,
            "own": fill(button.say or "", known),
        }
        if between is not nothing:
            await self._ask("prepare", ("done",), action=action or kind, page=page)
            await between()
        match kind:
            case "connect":
                return await self._seen("connect", "GET /oauth/authorize", page, **values)
            case "act":
                calls = f"POST /smartlock/{known.get('smartlock_id')}/"
                return await self._seen("act", calls, page, **values)
            case "doors":
                said = await self._ask("doors", DOORS, writes=True, **values)
                text = f"{values['door']} {said.text}" if said.answer == "seen" else said.text
                return self._shown(page, Said(said.answer, text))
        return self._shown(page, await self._ask(kind, PAGE, writes=True, **values))

    async def at_nuki(self, shown: Shown, person: Person, decision: str) -> Shown:
        login = {"email": person.email, "password": person.password.reveal()}
        if decision == "allow":
            return await self._seen("sign_in_allow", "POST /oauth/token", self._base, **login)
        await self._seen("sign_in_deny", "POST /oauth/consent", self._base, **login)
        return self._shown(self._base, await self._ask("shows", PAGE, writes=True))

    async def aclose(self) -> None:
        pass

    async def _seen(self, kind: str, call: str, url: str, **values: str) -> Shown:
        """Asked, and over as soon as the sandbox got the call that shows it."""
        before = self._count(call)
        said = await self._ask(
            kind, AT_ONCE, lambda: self._count(call) > before, writes=True, goes_on=True, **values
        )
        shown = self._shown(url, said)
        if said.answer == "stuck":
            raise NotPlayed(f"The person could not do it ({kind}). {said.text}".rstrip())
        return shown

    async def _ask(
        self, kind: str, answers: tuple[str, ...], seen: Callable[[], bool] = lambda: False, **values: Any
    ) -> Said:
        flags = {name: values.pop(name, False) for name in ("writes", "goes_on")}
        own = values.pop("own", "")
        task = Task(kind, answers, values, own, begins=not self._begun, **flags)
        self._begun = True
        return await self._desk.ask(task, seen)

    def _shown(self, url: str, said: Said) -> Shown:
        """What the person told, written down as a page somebody saw."""
        if said.answer == "nothing":
            raise NothingCame("The person says that nothing came.")
        status = STATUS.get(said.answer, 200)
        self._recording.exchange("SEEN", url, "", Answer(status, {}, said.text.encode()))
        return Shown(url, status, said.text)

    def _count(self, call: str) -> int:
        return sum(one.kind == "request" and one.subject.startswith(call) for one in self._journal())
