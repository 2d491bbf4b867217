"""The console's addresses: one page, its stream of changes, and one place where its buttons arrive."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from keyturn.clock import Clock, VirtualClock
from keyturn.nuki.codes import ServerState
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox.console import views
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.orders import NotUnderstood
from keyturn.sandbox.devices.person import deeds
from keyturn.sandbox.errors import Problem
from keyturn.sandbox.faults.catalogue import CATALOGUE
from keyturn.sandbox.faults.fault import CONFIRMATIONS, Hook
from keyturn.sandbox.faults.inject import UnknownFault
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.program.desk import Desk, NotPossible
from keyturn.sandbox.program.way import Move
from keyturn.sandbox.webhooks.announce import Webhooks
from keyturn.sandbox.wire.answer import HTML, Answer
from keyturn.sandbox.wire.host import refuse_strangers
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Handler, Route
from keyturn.sandbox.world.world import World

if TYPE_CHECKING:
    from jinja2 import Environment

PATH = "/_sandbox/console"
JOURNAL_SHOWN, WEBHOOKS_SHOWN = 40, 15
LOOK_SECONDS = 0.25
STEPS = {"10 s": 10, "1 min": 60, "1 h": 3600, "1 day": 86_400}
_HERE = Path(__file__).parent
_POLICY = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_KEPT = {"console.css": b"text/css; charset=utf-8", "console.js": b"text/javascript; charset=utf-8"}


@cache
def _templates() -> Environment:
    # Loaded with the first look at it: a sandbox is to be there at once.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


@dataclass
class Console:
    """``reset`` goes back to the seed. ``page_token`` is in every form: another site's page cannot know it."""

    world: World
    clock: Clock
    webhooks: Webhooks
    reset: Callable[[], None]
    page_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    closed: bool = False

    def routes(self) -> tuple[Route, ...]:
        """The console's routes."""
        return (
            self._route("GET", PATH, self.show),
            self._route("POST", PATH, self.do),
            self._route("GET", PATH + "/events", self.events),
            self._route("GET", PATH + "/{file}", self.file),
        )

    async def show(self, request: Request) -> Answer:
        """The page; ``?kind=`` filters the journal."""
        now, asked, desk = self.clock.now(), dict(request.query_pairs()), Desk(self.world)
        kind = asked.get("kind", "")
        journal = self.world.journal
        found = journal.after(max(0, journal.count - JOURNAL_SHOWN * (20 if kind else 1)), 1000)
        html = (
            _templates()
            .get_template("console.html")
            .render(
                token=self.page_token,
                now=to_wire(now),
                steps=STEPS if isinstance(self.clock, VirtualClock) else {},
                accounts=[
                    (account, [views.device(one) for one in self.world.devices_of.get(account.account_id, ())])
                    for account in self.world.accounts.values()
                ],
                grants=[views.grant(self.world, one, now) for one in reversed(list(self.world.grants.values()))][
                    :12
                ],
                applications=[
                    (one, desk.dossier(one), [move for move in desk.possible(one) if move is not Move.SUBMIT])
                    for one in self.world.applications.values()
                ],
                registrations=list(self.world.registrations.values()),
                deliveries=views.deliveries(list(self.webhooks.log)[-WEBHOOKS_SHOWN:]),
                entries=views.entries(found, kind)[:JOURNAL_SHOWN],
                kinds=list(Kind),
                kind=kind,
                armed=list(self.world.faults),
                faults={hook: [one for one in CATALOGUE.values() if one.hook is hook] for hook in Hook},
                trouble=asked.get("trouble", "")[:300],
            )
        )
        return Answer(200, html.encode(), HTML, _headers())

    async def do(self, request: Request) -> Answer:
        """A button: then back to the page."""
        form = dict(request.form_pairs())
        if not secrets.compare_digest(form.get("token", "").encode(), self.page_token.encode()):
            raise Problem(
                403,
                "stale-page",
                "This page is out of date",
                detail="The form does not come from the console as it is now.",
                remedy=f"Load {PATH} again and press the button there.",
            )
        deeds: dict[str, Callable[[dict[str, str]], Awaitable[None]]] = {
            "advance": self._advance,
            "arm": self._arm,
            "disarm": self._disarm,
            "person": self._person,
            "resend": self._resend,
            "reset": self._reset,
            "review": self._review,
        }
        trouble, deed = "", deeds.get(form.get("do", ""))
        try:
            if deed is None:
                raise ValueError("That button is not known here.")
            await deed(form)
        except (ValueError, UnknownFault, LookupError, NotPossible) as error:
            trouble = str(error)
        query = urlencode(
            {key: value for key, value in {"kind": form.get("kind"), "trouble": trouble}.items() if value}
        )
        target = f"{PATH}?{query}" if query else PATH
        return Answer(303, b"", HTML, ((b"location", target.encode()), *_headers()))

    async def events(self, request: Request) -> Answer:
        """Server-sent events: one whenever the journal has grown."""
        return Answer(200, b"", b"text/event-stream", ((b"cache-control", b"no-store"),), chunks=self._changes())

    async def file(self, request: Request) -> Answer:
        """The style and the script."""
        name = request.parameters["file"]
        if name not in _KEPT:
            raise Problem(404, "no-file", "There is no such file", detail=f"{name!r} is none of the console's.",
                          remedy=f"The page is {PATH}.")  # fmt: skip
        content = await asyncio.to_thread((_HERE / "static" / name).read_bytes)
        return Answer(200, content, _KEPT[name], ((b"cache-control", b"max-age=60"),))

    async def _changes(self) -> AsyncIterator[bytes]:
        seen, quiet = self.world.journal.count, 0.0
        yield b": here\n\n"
        while not self.closed:
            await asyncio.sleep(LOOK_SECONDS)
            quiet += LOOK_SECONDS
            if self.world.journal.count != seen:
                seen = self.world.journal.count
                yield b"event: changed\ndata: %d\n\n" % seen
            elif quiet >= 2:  # seconds; also how soon a closed page is noticed
                quiet = 0.0
                yield b": quiet\n\n"

    async def _advance(self, form: dict[str, str]) -> None:
        if not isinstance(self.clock, VirtualClock):
            raise ValueError("The sandbox runs on the machine's clock, which cannot be turned.")
        seconds = STEPS.get(form.get("step", ""))
        if seconds is None:
            raise ValueError(f"There is no step {form.get('step')!r}.")
        self.world.journal.record(Kind.CLOCK, "advance", seconds=seconds)
        await self.clock.advance(seconds)

    async def _arm(self, form: dict[str, str]) -> None:
        times = None if form.get("times") == "always" else 1
        chosen = form.get("device", "")
        smartlock_id = self._device(chosen).smartlock_id if chosen else None
        self.world.arm(form.get("fault", ""), smartlock_id=smartlock_id, times=times, webhook=CONFIRMATIONS)

    async def _disarm(self, form: dict[str, str]) -> None:
        self.world.disarm(form.get("fault") or None)

    async def _person(self, form: dict[str, str]) -> None:
        device = self._device(form.get("device", ""))
        if "code" in form:
            if not (form["code"].isascii() and form["code"].isdigit() and len(form["code"]) <= 9):
                raise ValueError("A code is made of digits.")
            deed: deeds.AnyDeed = deeds.EnterCode(code=int(form["code"]))
        else:
            deed = msgspec.json.decode(form.get("deed", "").encode(), type=deeds.AnyDeed)
        if deed.needs_server and device.shown.server_state == ServerState.OFFLINE:
            raise ValueError(
                f"{device.shown.name} is offline: nobody would learn of it. Let it come online first."
            )
        try:
            await self.world.hands.do(device, deed)
        except NotUnderstood as trouble:
            raise ValueError(f"{device.shown.name} has nothing for that: {trouble}.") from None
        self.world.changed()

    async def _resend(self, form: dict[str, str]) -> None:
        await self.webhooks.resend(int(form.get("number", "0")))

    async def _review(self, form: dict[str, str]) -> None:
        application = self.world.applications.get(form.get("application", ""))
        if application is None:
            raise LookupError("There is no such application.")
        Desk(self.world).move(application, Move(form.get("move", "")), form.get("text", ""))

    async def _reset(self, form: dict[str, str]) -> None:
        self.reset()

    def _device(self, text: str) -> Device:
        device = self.world.devices.get(SmartlockId(int(text))) if text.isdigit() and len(text) <= 18 else None
        if device is None:
            raise LookupError(f"There is no device {text!r}.")
        return device

    @staticmethod
    def _route(method: str, path: str, handler: Handler) -> Route:
        async def admitted(request: Request) -> Answer:
            refuse_strangers(request)
            return await handler(request)

        return Route("console", method, path, admitted)


def _headers() -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"cache-control", b"no-store"),
        (b"content-security-policy", _POLICY),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    )
