"""Who may look and press: the one browser that opened the address which the command printed.

The address opens once. Its browser gets a cookie; other users of this machine, other sites and old pages are refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from keyturn.secrecy import Secret

ENTRY = "/enter"
FORM_BYTES = 64 * 1024
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with `no-referrer` our own forms would come from nowhere
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
Answering = Callable[[Request], Awaitable[Response]]
Form = dict[str, str]


class Guard:
    """Of one run of the command, at one ``port`` of the loopback."""

    def __init__(self, port: int) -> None:
        self.entry, self._session = Secret(secrets.token_urlsafe(24)), Secret(secrets.token_urlsafe(24))
        self.form_token = secrets.token_urlsafe(24)
        self._cookie, self._used = f"keyturn-journey-{port}", False
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def enter(self, request: Request) -> Response:
        """The address that was printed: it opens once, and leads to one without a secret in it."""
        if (refused := self._strange(request)) is not None:
            return refused
        if self._used or not self.entry.matches(request.query_params.get("token", "")):
            return self._at_home(request) or _refused("This address was opened before, or is not the one printed.")
        self._used = True
        answer = RedirectResponse("/", 303, _HEADERS)
        answer.set_cookie(self._cookie, self._session.reveal(), httponly=True, samesite="strict")
        return answer

    def page(self, answering: Answering) -> Answering:
        """For who is let in."""

        async def handle(request: Request) -> Response:
            refused = self._strange(request) or self._unknown(request)
            return refused or _with_headers(await answering(request))

        return handle

    def deed(self, doing: Callable[[Request, Form], Awaitable[Response]]) -> Answering:
        """For who is let in, from a form on a page of this run."""

        async def handle(request: Request) -> Response:
            if (refused := self._strange(request) or self._unknown(request)) is not None:
                return refused
            form = await _form_of(request)
            if form is None or not secrets.compare_digest(
                form.get("form_token", "").encode(), self.form_token.encode()
            ):
                return _refused("This form is not of this page as it is now. Go back and load it anew.")
            return _with_headers(await doing(request, form))

        return handle

    def _strange(self, request: Request) -> Response | None:
        """Another name for this machine is how a foreign site would reach it."""
        host = request.headers.get("host", "")
        origin = request.headers.get("origin", f"http://{host}")
        foreign = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        pressed = request.method == "POST" and (origin.removeprefix("http://") != host or foreign)
        return (
            _refused("This page answers to its own address only.") if host not in self._hosts or pressed else None
        )

    def _unknown(self, request: Request) -> Response | None:
        if self._session.matches(request.cookies.get(self._cookie, "")):
            return None
        return _refused("Open the address that the command printed; for a new one, end it and say it again.")

    def _at_home(self, request: Request) -> Response | None:
        return None if self._unknown(request) else RedirectResponse("/", 303, _HEADERS)


async def _form_of(request: Request) -> Form | None:
    """The first value of each field; None for a form that no page of ours could have sent."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            return None
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _refused(why: str) -> Response:
    return PlainTextResponse(f"{why}\n", 403, _HEADERS)


def _with_headers(response: Response) -> Response:
    response.headers.update({name: value for name, value in _HEADERS.items() if name not in response.headers})
    return response
