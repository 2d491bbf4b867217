"""Faults with calls to Nuki, and with what happens when a grant is lost."""

# ruff: noqa: N801
from __future__ import annotations

from typing import Any

import httpx2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from tests.sabotage.spoiling import spoils

from guesthouse.app import GuestHouse
from guesthouse.connecting import Connecting
from guesthouse.nuki import Nuki
from guesthouse.pages import Pages
from guesthouse.store import Session, Store
from guesthouse.trouble import GrantLost, Trouble


@spoils
class bearer_in_query(Nuki):
    """The access token stands in the address too."""

    async def send(self, token: str, method: str, path: str, body: Any) -> httpx2.Response:
        return await super().send(token, method, f"{path}?access_token={token}", body)


@spoils
class call_without_bearer(Nuki):
    """Every call is first tried without the token."""

    async def send(self, token: str, method: str, path: str, body: Any) -> httpx2.Response:
        await self.http.request(method, self.settings.nuki_url + path, json=body)
        return await super().send(token, method, path, body)


class _NotRenewing(Nuki):
    forgotten = ""

    async def call(self, grant_id: str, method: str, path: str, body: Any = None) -> Any:
        if method != self.forgotten:
            return await super().call(grant_id, method, path, body)
        return self.read(await self.send(self.tokens.kept(grant_id).access, method, path, body))


@spoils
class renewal_only_for_post(_NotRenewing):
    """Reading copes with no dead token."""

    forgotten = "GET"


@spoils
class renewal_only_for_get(_NotRenewing):
    """Acting copes with no dead token."""

    forgotten = "POST"


@spoils
class refusal_is_final(Nuki):
    """A token that dies before its hour is not renewed."""

    def is_expiry(self, answer: httpx2.Response, method: str) -> bool:
        return False


@spoils
class refused_call_repeated_forever(Nuki):
    """A call that is refused is repeated until somebody gives up."""

    async def repeat(self, grant_id: str, refused: str, method: str, path: str, body: Any) -> httpx2.Response:
        answer = await super().repeat(grant_id, refused, method, path, body)
        for _ in range(25):
            if answer.status_code != 401:
                break
            answer = await self.send(self.tokens.kept(grant_id).access, method, path, body)
        return answer


@spoils
class repeated_call_loses_its_path(Nuki):
    """The repeated call goes elsewhere than the first."""

    async def repeat(self, grant_id: str, refused: str, method: str, path: str, body: Any) -> httpx2.Response:
        return await super().repeat(grant_id, refused, method, path.removesuffix("/advanced"), body)


@spoils
class forbidden_taken_for_expiry(Nuki):
    """A missing permission leads to a renewal."""

    def is_expiry(self, answer: httpx2.Response, method: str) -> bool:
        return answer.status_code in {401, 403}


@spoils
class busy_nuki_asked_at_once(Nuki):
    """Who is asked to wait asks again at once."""

    def be_quiet(self, retry_after: str) -> None:
        """No patience."""

    async def send(self, token: str, method: str, path: str, body: Any) -> httpx2.Response:
        answer = await super().send(token, method, path, body)
        for _ in range(12):
            if answer.status_code != 429:
                break
            answer = await super().send(token, method, path, body)
        return answer


async def _asked_without_renewal(nuki: Nuki, grant_id: str) -> None:
    answer = await nuki.send(nuki.tokens.kept(grant_id).access, "GET", "/smartlock", None)
    if answer.status_code == 401:
        raise Trouble(502, "Nuki did not accept the request.", "Try again later.")


@spoils
class disconnecting_needs_a_live_token(GuestHouse):
    """Before anybody is let go, Nuki is asked with the token there is."""

    async def disconnect(self, request: Request) -> Response:
        _, grant_id = self.sessions.connected(request)
        await _asked_without_renewal(self.nuki, grant_id)
        return await super().disconnect(request)


@spoils
class connecting_needs_a_live_token(Connecting):
    """Who is connected already is first looked up at Nuki, with the token there is."""

    async def begin(self, request: Request) -> Response:
        session = self.sessions.of(request)
        if session and session.grant_id:
            await _asked_without_renewal(Nuki(self.settings, self.tokens, self.tokens.http), session.grant_id)
        return await super().begin(request)


class _KeepsSessions(Store):
    def forget_grant(self, grant_id: str) -> None:
        self.db.execute("DELETE FROM grants WHERE id = ?", (grant_id,))


@spoils
class stays_logged_in(GuestHouse):
    """The doors page opens although the grant is lost, without a word about it."""

    store_class = _KeepsSessions

    async def doors(self, request: Request) -> Response:
        try:
            return await super().doors(request)
        except GrantLost:
            session: Session | None = self.sessions.of(request)
            assert session is not None
            return self.pages.doors(session, [], [])


@spoils
class loss_without_reconnect(Pages):
    """Who is logged out is not told how to come back."""

    def error(self, trouble: Trouble, reference: str) -> HTMLResponse:
        if trouble.status == 401:
            trouble = Trouble(400, "Not authorised.", "Try again later.")
        return super().error(trouble, reference)


@spoils
class outage_logs_out(GuestHouse):
    """When Nuki cannot be reached, everybody is logged out."""

    async def troubled(self, request: Request, trouble: Trouble) -> Response:
        if trouble.status == 503 and (session := self.sessions.of(request)):
            self.store.end_session(session.id)
        return await super().troubled(request, trouble)


@spoils
class no_timeout(GuestHouse):
    """Nuki is waited for without end."""

    def patience(self) -> float | None:
        return None
