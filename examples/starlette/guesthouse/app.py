"""The guest house, put together: which address leads where, and what is shown when something fails."""

from __future__ import annotations

import logging
import secrets
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from guesthouse.actions import Actions
from guesthouse.codes import Codes
from guesthouse.connecting import Connecting
from guesthouse.nuki import Nuki
from guesthouse.pages import Pages
from guesthouse.sessions import Sessions
from guesthouse.settings import Settings
from guesthouse.store import Store
from guesthouse.tokens import TokenKeeper
from guesthouse.trouble import Trouble
from guesthouse.webhooks import Webhooks

NUKI_SECONDS = 8
log = logging.getLogger("guesthouse")


class GuestHouse:
    """One class a concern; replace one to do that differently."""

    store_class, sessions_class, tokens_class, nuki_class = Store, Sessions, TokenKeeper, Nuki
    connecting_class, webhooks_class, actions_class, pages_class = Connecting, Webhooks, Actions, Pages
    codes_class = Codes

    def __init__(self, settings: Settings, http: httpx2.AsyncClient | None = None) -> None:
        self.settings = settings
        self.http = http or self.link()
        self.store = self.store_class(settings.database, settings.key)
        self.sessions = self.sessions_class(self.store)
        self.tokens = self.tokens_class(settings, self.store, self.http)
        self.nuki = self.nuki_class(settings, self.tokens, self.http)
        self.connecting = self.connecting_class(settings, self.store, self.sessions, self.tokens)
        self.webhooks = self.webhooks_class(settings, self.store)
        self.actions = self.actions_class(settings, self.store, self.nuki)
        self.codes = self.codes_class(self.store, self.nuki)
        self.pages = self.pages_class(settings)

    def link(self) -> httpx2.AsyncClient:
        trust = ssl.create_default_context(cafile=self.settings.nuki_ca_file)
        return httpx2.AsyncClient(verify=trust, timeout=self.patience(), trust_env=False)

    def patience(self) -> float | None:
        return NUKI_SECONDS

    def app(self) -> Starlette:
        routes = [
            Route("/", self.home),
            Route("/connect", self.connecting.begin),
            Route("/callback", self.connecting.callback),
            Route("/doors", self.doors),
            Route("/doors/{door:int}/codes", self.make_code, methods=["POST"]),
            Route("/doors/{door:int}/{verb}", self.act, methods=["POST"]),
            Route("/actions", self.latest),
            Route("/actions/{reference}", self.outcome),
            Route("/disconnect", self.disconnect, methods=["POST"]),
            Route("/disconnected", self.disconnected),
            Route("/help", self.help),
            Route("/support", self.support),
            Route("/support/hand-over", self.hand_over),
            Route("/webhook", self.webhooks.receive, methods=["POST"]),
        ]
        handlers = {Trouble: self.troubled, HTTPException: self.unknown, Exception: self.broken}
        return Starlette(routes=routes, exception_handlers=handlers, lifespan=self.life)  # type: ignore[arg-type]

    @asynccontextmanager
    async def life(self, _: Starlette) -> AsyncIterator[None]:
        yield
        await self.http.aclose()

    async def home(self, request: Request) -> Response:
        return self.pages.home()

    async def doors(self, request: Request) -> Response:
        session, grant_id = self.sessions.connected(request)
        doors = await self.nuki.doors(grant_id)
        marks = ",".join("?" * len(doors))
        happened = f"SELECT * FROM event WHERE door IN ({marks}) ORDER BY at DESC LIMIT 20"  # noqa: S608  # marks only
        return self.pages.doors(session, doors, self.store.all(happened, *(door["smartlockId"] for door in doors)))

    async def act(self, request: Request) -> Response:
        session, grant_id = self.sessions.connected(request)
        await self.sessions.check_form(request, session)
        door, verb = request.path_params["door"], request.path_params["verb"]
        if verb not in self.pages.verbs():
            raise Trouble(404, "There is no such action.", "Go back to your doors.")
        reference = await self.actions.ask(grant_id, door, verb)
        return RedirectResponse(f"/actions/{reference}", status_code=303)

    async def make_code(self, request: Request) -> Response:
        session, grant_id = self.sessions.connected(request)
        fields = await self.sessions.check_form(request, session)
        digits = await self.codes.make(grant_id, request.path_params["door"], fields.get("name", ""))
        return self.pages.code(digits)

    async def outcome(self, request: Request) -> Response:
        _, grant_id = self.sessions.connected(request)
        action = self.actions.find(grant_id, request.path_params["reference"])
        if action is None:
            raise Trouble(404, "There is no such request.", "Go back to your doors.")
        return self.pages.outcome(action, self.actions.outcome(action))

    async def latest(self, request: Request) -> Response:
        """The last request at each door, and what became of it; Nuki is not asked."""
        _, grant_id = self.sessions.connected(request)
        last = "SELECT *, max(at) FROM action WHERE grant_id = ? GROUP BY door ORDER BY at DESC"
        actions = self.store.all(last, grant_id)
        return self.pages.latest([(action, self.actions.outcome(action)) for action in actions])

    async def disconnect(self, request: Request) -> Response:
        session, grant_id = self.sessions.connected(request)
        await self.sessions.check_form(request, session)
        self.store.forget_grant(grant_id)
        return RedirectResponse("/disconnected", status_code=303)

    async def disconnected(self, request: Request) -> Response:
        return self.pages.disconnected()

    async def help(self, request: Request) -> Response:
        return self.pages.help()

    async def support(self, request: Request) -> Response:
        return self.pages.support(request.query_params.get("reference", "")[:40])

    async def hand_over(self, request: Request) -> Response:
        _, grant_id = self.sessions.connected(request)
        last = "SELECT * FROM action WHERE grant_id = ? ORDER BY at DESC LIMIT 20"
        return self.pages.hand_over(self.store.all(last, grant_id))

    async def troubled(self, request: Request, trouble: Trouble) -> Response:
        reference = self.reference()
        self.store.db.execute(
            "INSERT OR IGNORE INTO trouble VALUES (?, ?, ?)", (reference, trouble.what, time.time())
        )
        log.info("Trouble %s at %s: %s", reference, request.url.path, trouble.what)
        return self.pages.error(trouble, reference)

    def reference(self) -> str:
        return secrets.token_hex(4).upper()

    async def unknown(self, request: Request, error: HTTPException) -> Response:
        return await self.troubled(
            request, Trouble(error.status_code, "There is no such page.", "Go back to your doors.")
        )

    async def broken(self, request: Request, error: Exception) -> Response:
        return await self.troubled(
            request, Trouble(500, "We have made a mistake.", "Try again, or ask our support.")
        )
