"""HTML answers: the templates, the stylesheet, and the headers that protect them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from keyturn.sandbox.wire.answer import HTML, Answer
from keyturn.sandbox.wire.request import Request

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_STYLE = (_HERE / "static" / "sandbox.css").read_bytes()
_NO_STORE = (b"cache-control", b"no-store")


@cache
def _templates() -> Environment:
    # Loaded with the first page: most sandboxes never show one, and each is to be there at once.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def page(template: str, *, status: int = 200, callback: str = "", cookie: str = "", **values: Any) -> Answer:
    """A page that runs nothing, is never framed, and posts only here or on to ``callback``'s origin."""
    text = _templates().get_template(template).render(**values)
    headers = [
        _NO_STORE,
        (b"content-security-policy", _policy(callback)),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if cookie:
        headers.append((b"set-cookie", cookie.encode("latin-1")))
    return Answer(status, text.encode(), HTML, tuple(headers))


def redirect(location: str) -> Answer:
    """302, as OAuth's browser steps have it."""
    headers = ((b"location", location.encode()), _NO_STORE, (b"referrer-policy", b"no-referrer"))
    return Answer(302, b"", HTML, headers)


async def stylesheet(request: Request) -> Answer:
    """``GET /oauth/sandbox.css``."""
    return Answer(200, _STYLE, b"text/css; charset=utf-8", ((b"cache-control", b"max-age=3600"),))


def _policy(callback: str) -> bytes:
    # Chromium applies form-action to the redirect that answers a form, too.
    parts = urlsplit(callback)
    onward = f" {parts.scheme}://{parts.netloc}" if callback else ""
    return (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self'{onward}"
    ).encode("latin-1", "ignore")
