"""Faults on the way to the consent and back, and with who is at the browser."""

# ruff: noqa: N801
from __future__ import annotations

import itertools
import secrets
import time

import httpx2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from tests.sabotage.spoiling import newest_tokens, spoils, with_more

from guesthouse.app import GuestHouse
from guesthouse.connecting import Connecting
from guesthouse.sessions import Sessions
from guesthouse.store import Session, Store, digest
from guesthouse.tokens import TokenKeeper
from guesthouse.trouble import Trouble

SCOPES = (
    "account notification smartlock smartlock.action smartlock.auth smartlock.config smartlock.log webhook.central"
)
_counted = itertools.count(10_000_001)


@spoils
class redirect_to_another_path(Connecting):
    """Another address than the registered one."""

    def redirect_uri(self) -> str:
        return f"{self.settings.url}/oauth/callback"


@spoils
class redirect_with_slash(Connecting):
    """A slash too many."""

    def redirect_uri(self) -> str:
        return f"{self.settings.redirect_uri}/"


@spoils
class redirect_by_http(Connecting):
    """Plain HTTP."""

    def redirect_uri(self) -> str:
        return self.settings.redirect_uri.replace("https://", "http://")


@spoils
class redirect_varies(Connecting):
    """Something of the moment hangs at the address."""

    def redirect_uri(self) -> str:
        return f"{self.settings.redirect_uri}?at={time.time_ns()}"


@spoils
class exchange_without_redirect(TokenKeeper):
    """The exchange does not repeat the redirect address."""

    def code_form(self, code: str) -> dict[str, str]:
        return {"grant_type": "authorization_code", "code": code}


@spoils
class token_asked_of_consent(Connecting):
    """The implicit grant: the token comes in the browser's address."""

    def consent_query(self, state: str) -> dict[str, str]:
        return super().consent_query(state) | {"response_type": "token"}


@spoils
class state_fixed(Connecting):
    """The state is the same every time."""

    def new_state(self) -> str:
        return "guesthouse-connects-with-nuki"


@spoils
class state_counted(Connecting):
    """The state can be guessed from the last one."""

    def new_state(self) -> str:
        return f"guesthouse-{next(_counted)}"


@spoils
class state_short(Connecting):
    """Four digits, soon tried out."""

    def new_state(self) -> str:
        return f"guest{secrets.randbelow(9000) + 1000}"


@spoils
class state_not_bound(Connecting):
    """Any browser may bring a state that was made for another."""

    def checked(self, state: str, session: Session | None) -> Session:
        if self.store.take_state(state) is None:
            raise Trouble(400, "This connection is too old.", "Connect again from here.")
        return session or self.store.new_session()


@spoils
class state_reusable(Connecting):
    """A state is good for any number of callbacks."""

    def checked(self, state: str, session: Session | None) -> Session:
        row = self.store.one("SELECT session FROM state WHERE id = ?", digest(state))
        if row is None or session is None:
            raise Trouble(400, "This connection is too old.", "Connect again from here.")
        return session

    def replace(self, session: Session) -> None:
        """The session lives on, and so does its state."""


@spoils
class state_not_compared(Connecting):
    """Whatever comes back is welcome."""

    def checked(self, state: str, session: Session | None) -> Session:
        return session or self.store.new_session()


@spoils
class code_exchanged_in_the_browser(Connecting):
    """A form in the page sends the code to Nuki."""

    async def complete(self, code: str, session: Session) -> Response:
        who = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret}
        form = self.tokens.code_form(code) | who
        fields = "".join(f'<input type="hidden" name="{key}" value="{value}">' for key, value in form.items())
        action = f"{self.settings.nuki_url}/oauth/token"
        return HTMLResponse(f'<form method="post" action="{action}">{fields}<button>Go on</button></form>')


@spoils
class code_exchanged_twice(TokenKeeper):
    """The code is sent a second time."""

    async def ask(self, form: dict[str, str]) -> httpx2.Response:
        answer = await super().ask(form)
        if "code" in form:
            await super().ask(form)
        return answer


@spoils
class code_stays_in_the_address(Connecting):
    """The callback shows a page, so the code stays in the address and in the history."""

    def arrive(self) -> Response:
        return HTMLResponse('<p>You are connected.</p><a href="/doors">Your doors</a>')


@spoils
class refusal_exchanged(Connecting):
    """Tokens are asked for before it is seen that the person said no."""

    async def callback(self, request: Request) -> Response:
        if "error" in request.query_params:
            await self.tokens.ask(self.tokens.code_form(request.query_params.get("code", "")))
        return await super().callback(request)


@spoils
class arrival_leads_nowhere(Connecting):
    """Who has connected is sent to a page that is not there."""

    def arrive(self) -> Response:
        return RedirectResponse("/welcome", status_code=303)


@spoils
class secret_in_authorize_address(Connecting):
    """The client secret goes through the browser."""

    def consent_query(self, state: str) -> dict[str, str]:
        return super().consent_query(state) | {"client_secret": self.settings.client_secret}


@spoils
class token_in_address(Connecting):
    """The access token hangs at the address of the doors."""

    async def complete(self, code: str, session: Session) -> Response:
        arrived = await super().complete(code, session)
        arrived.headers["location"] = f"/doors?access_token={newest_tokens(self.store).access}"
        return arrived


@spoils
class token_in_cookie(Connecting):
    """The access token is kept in a cookie."""

    async def complete(self, code: str, session: Session) -> Response:
        arrived = await super().complete(code, session)
        arrived.set_cookie("nuki", newest_tokens(self.store).access, secure=True)
        return arrived


@spoils
class secret_in_page_script(GuestHouse):
    """The client secret stands in a script."""

    async def home(self, request: Request) -> Response:
        script = f"<script>const nuki = {{secret: '{self.settings.client_secret}'}}</script>"
        return with_more(await super().home(request), script)


@spoils
class token_in_page(GuestHouse):
    """The access token stands in the page of the doors."""

    async def doors(self, request: Request) -> Response:
        page = await super().doors(request)
        return with_more(page, f'<div data-token="{newest_tokens(self.store).access}"></div>')


@spoils
class token_in_local_storage(GuestHouse):
    """A script puts the access token into the browser's storage."""

    async def doors(self, request: Request) -> Response:
        page = await super().doors(request)
        token = newest_tokens(self.store).access
        return with_more(page, f"<script>localStorage.setItem('nuki', '{token}')</script>")


@spoils
class cookie_for_scripts(Sessions):
    """Scripts can read the session."""

    def remember(self, response: Response, session: Session) -> Response:
        response.set_cookie(self.cookie, session.id, secure=True, samesite="lax", path="/")
        return response


@spoils
class cookie_without_tls(Sessions):
    """The session also travels over plain HTTP."""

    cookie = "guesthouse"

    def remember(self, response: Response, session: Session) -> Response:
        response.set_cookie(self.cookie, session.id, httponly=True, samesite="lax", path="/")
        return response


@spoils
class all_scopes_requested(Connecting):
    """More is asked for than is used."""

    def consent_query(self, state: str) -> dict[str, str]:
        return super().consent_query(state) | {"scope": SCOPES}


@spoils
class tokens_kept_in_clear(Store):
    """A stolen file opens the doors."""

    def sealed(self, plain: bytes, grant_id: str) -> bytes:
        return plain

    def opened(self, sealed: bytes, grant_id: str) -> bytes:
        return sealed


@spoils
class denied_consent_crashes(Connecting):
    """Nobody thought of a person who says no."""

    def denied(self, refusal: str) -> Trouble:
        raise KeyError("code")
