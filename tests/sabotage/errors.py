"""Faults on the pages that say that something failed."""

# ruff: noqa: N801
from __future__ import annotations

import json
import traceback
from typing import Any

import httpx2
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from tests.sabotage.spoiling import spoils, with_more

from guesthouse.actions import Actions, Outcome
from guesthouse.app import GuestHouse
from guesthouse.nuki import Nuki
from guesthouse.pages import Pages
from guesthouse.trouble import Trouble


@spoils
class error_without_next_step(Pages):
    """What failed is said, and nothing else."""

    def next_step(self, trouble: Trouble) -> str:
        return ""


@spoils
class stack_trace_shown(GuestHouse):
    """The page shows where in the program it happened."""

    async def troubled(self, request: Request, trouble: Trouble) -> Response:
        trace = "".join(traceback.format_exception(trouble))
        return with_more(await super().troubled(request, trouble), f"<pre>{trace}</pre>")


@spoils
class secret_on_error_page(GuestHouse):
    """The page shows the settings, the client secret among them."""

    async def troubled(self, request: Request, trouble: Trouble) -> Response:
        shown = f"<pre>{self.settings.client_id} {self.settings.client_secret}</pre>"
        return with_more(await super().troubled(request, trouble), shown)


@spoils
class error_called_ok(Pages):
    """The page of an error comes with status 200."""

    def error(self, trouble: Trouble, reference: str) -> HTMLResponse:
        page = super().error(trouble, reference)
        page.status_code = 200
        return page


class _Quoting(Nuki):
    def read(self, answer: httpx2.Response) -> Any:
        try:
            return super().read(answer)
        except Trouble as trouble:
            trouble.what = answer.text
            raise


class _Trusting(Pages):
    def error(self, trouble: Trouble, reference: str) -> HTMLResponse:
        body = f"<div>{trouble.what}</div><p>{self.next_step(trouble)}</p>{self.support_of(reference)}"
        return self.page("That did not work", body, status=trouble.status)


@spoils
class markup_of_nuki_passed_on(GuestHouse):
    """Whatever Nuki answers stands in our page as it came."""

    nuki_class, pages_class = _Quoting, _Trusting


class _Believing(Nuki):
    def decoded(self, answer: httpx2.Response) -> Any:
        return json.loads(answer.content)


@spoils
class unreadable_answer_crashes(GuestHouse):
    """An answer that is no JSON ends in the server's own error."""

    nuki_class = _Believing

    async def broken(self, request: Request, error: Exception) -> Response:
        return PlainTextResponse("Internal Server Error", 500)


@spoils
class refusal_shown_as_a_number(Actions):
    """What the lock could not do is a number."""

    def failed(self, code: str) -> Outcome:
        return Outcome("failed", f"Error 0x{code}.")


@spoils
class error_without_support(Pages):
    """No way leads from an error to the support."""

    def support_of(self, reference: str) -> str:
        return f'<p>Reference <code id="reference">{reference}</code>.</p>'

    def guidance(self) -> dict[str, str]:
        return {"/help": "Help"}


@spoils
class case_without_reference(Pages):
    """An error cannot be named."""

    def support_of(self, reference: str) -> str:
        return '<p><a href="/support">Ask our support</a></p>'


@spoils
class reference_fixed(GuestHouse):
    """All errors have the same reference."""

    def reference(self) -> str:
        return "ERR00001"
