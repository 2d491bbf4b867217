"""Digits of codes, and keys, where they do not belong."""

# ruff: noqa: N801
from __future__ import annotations

import base64
import logging
import time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from tests.sabotage.spoiling import spoils, with_more

from guesthouse.app import GuestHouse
from guesthouse.codes import Codes
from guesthouse.pages import Pages
from guesthouse.trouble import Trouble

log = logging.getLogger("guesthouse")


@spoils
class access_code_in_log(Codes):
    """Each new code is written into the log."""

    async def make(self, grant_id: str, door: int, name: str) -> str:
        digits = await super().make(grant_id, door, name)
        log.info("Code %s-%s made for %s", digits[:3], digits[3:], name)
        return digits


@spoils
class access_code_kept_in_clear(Codes):
    """The digits are kept as they are."""

    async def make(self, grant_id: str, door: int, name: str) -> str:
        digits = await super().make(grant_id, door, name)
        self.store.db.execute("INSERT INTO trouble VALUES (?, ?, ?)", (f"code of {name}", digits, time.time()))
        return digits


@spoils
class access_code_on_error_page(Codes):
    """What was refused is repeated on the error page."""

    drawn = ""

    async def make(self, grant_id: str, door: int, name: str) -> str:
        try:
            return await super().make(grant_id, door, name)
        except Trouble as trouble:
            trouble.what += f" The code was {self.drawn}."
            raise

    def digits(self) -> str:
        self.drawn = super().digits()
        return self.drawn


@spoils
class access_code_in_address(GuestHouse):
    """The page with the new code has it in its address."""

    async def make_code(self, request: Request) -> Response:
        session, grant_id = self.sessions.connected(request)
        fields = await self.sessions.check_form(request, session)
        digits = await self.codes.make(grant_id, request.path_params["door"], fields.get("name", ""))
        return RedirectResponse(f"/doors?code={digits}", status_code=303)


class _Remembering(GuestHouse):
    newest = ""

    async def make_code(self, request: Request) -> Response:
        made = await super().make_code(request)
        self.newest = bytes(made.body).decode().partition("<strong>")[2][:6]
        return made


@spoils
class access_code_shown_to_anybody(_Remembering):
    """Whoever has the page's address sees the code, without a login."""

    async def unknown(self, request: Request, error: HTTPException) -> Response:
        if request.url.path.endswith("/codes"):
            return self.pages.code(self.newest)
        return await super().unknown(request, error)


@spoils
class access_code_handed_over(_Remembering):
    """The hand-over to Nuki holds the newest code."""

    async def hand_over(self, request: Request) -> Response:
        return with_more(await super().hand_over(request), f"<p>Code: {self.newest}</p>")


@spoils
class key_in_page(Pages):
    """The key that tokens are encrypted with stands in a comment of the first page."""

    def home(self) -> HTMLResponse:
        key = base64.b64encode(self.settings.key).decode()
        page = with_more(super().home(), f"<!-- config: {key} -->")
        assert isinstance(page, HTMLResponse)
        return page


@spoils
class key_in_log(GuestHouse):
    """The whole configuration is logged, the key with it."""

    async def home(self, request: Request) -> Response:
        log.info("key=%s", base64.b64encode(self.settings.key).decode())
        return await super().home(request)
