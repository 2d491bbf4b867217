"""The way to Nuki's consent and back. Nuki documents no PKCE; the secret never leaves the server."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from guesthouse.sessions import Sessions
from guesthouse.settings import Settings
from guesthouse.store import Session, Store, digest
from guesthouse.tokens import TokenKeeper
from guesthouse.trouble import Trouble


class Connecting:
    def __init__(self, settings: Settings, store: Store, sessions: Sessions, tokens: TokenKeeper) -> None:
        self.settings, self.store, self.sessions, self.tokens = settings, store, sessions, tokens

    async def begin(self, request: Request) -> Response:
        session = self.sessions.of(request) or self.store.new_session()
        state = self.new_state()
        self.store.keep_state(state, session)
        to_nuki = RedirectResponse(self.consent_url(state), status_code=303)
        return self.sessions.remember(to_nuki, session)

    def new_state(self) -> str:
        return secrets.token_urlsafe(32)

    def redirect_uri(self) -> str:
        return self.settings.redirect_uri

    def consent_query(self, state: str) -> dict[str, str]:
        return {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.redirect_uri(),
            "scope": " ".join(self.settings.scopes),
            "state": state,
        }

    def consent_url(self, state: str) -> str:
        return f"{self.settings.nuki_url}/oauth/authorize?{urlencode(self.consent_query(state))}"

    async def callback(self, request: Request) -> Response:
        session = self.checked(request.query_params.get("state", ""), self.sessions.of(request))
        if refusal := request.query_params.get("error"):
            raise self.denied(refusal)
        code = request.query_params.get("code")
        if not code:
            raise Trouble(400, "Nuki sent no code.", "Connect again from the start page.")
        return await self.complete(code, session)

    def checked(self, state: str, session: Session | None) -> Session:
        """The state must be ours, unused, and made for this very browser."""
        made_for = self.store.take_state(state)
        if session is None or made_for is None or not hmac.compare_digest(made_for, digest(session.id)):
            raise Trouble(
                400, "This connection was not begun in this browser, or is too old.", "Connect again from here."
            )
        return session

    def denied(self, refusal: str) -> Trouble:
        if refusal == "access_denied":
            return Trouble(403, "You did not allow the connection.", "Connect again whenever you like.")
        return Trouble(400, "Nuki did not allow the connection.", "Try again in a minute, or ask our support.")

    async def complete(self, code: str, session: Session) -> Response:
        grant_id = secrets.token_hex(8)
        self.store.keep_tokens(grant_id, await self.tokens.exchange(code))
        self.replace(session)
        connected = self.store.new_session(grant_id)  # a new id: whoever knew the old one is not let in
        return self.sessions.remember(self.arrive(), connected)

    def replace(self, session: Session) -> None:
        if session.grant_id:
            self.store.forget_grant(session.grant_id)
        self.store.end_session(session.id)

    def arrive(self) -> Response:
        return RedirectResponse("/doors", status_code=303)
