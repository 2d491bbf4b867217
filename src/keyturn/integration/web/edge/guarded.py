"""The headers that keep a page to itself, or to those who may show it in a frame."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """Adds them to every answer. ``embed`` are the origins that may show a page in a frame."""

    def __init__(self, app: ASGIApp, base_url: str, embed: tuple[str, ...] = ()) -> None:
        self._app, self._embed = app, embed
        policy = {"Content-Security-Policy": _POLICY + (" ".join(embed) or "'none'")}
        transport = {"Strict-Transport-Security": "max-age=31536000"} if _is_public(base_url) else {}
        headers = _HEADERS | policy | transport
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                extra = list(self._headers)
                if b"cache-control" not in present:
                    extra.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*map(self._framed, message["headers"]), *extra]}
            await send(message)

        await self._app(scope, receive, send_guarded if scope["type"] == "http" else send)

    def _framed(self, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        """A cookie that reaches a frame only where somebody may frame us, and there is kept to the framing site."""
        name, value = header
        if self._embed and name.lower() == b"set-cookie":
            value = value.replace(b"SameSite=lax", b"SameSite=none; Partitioned")
        return name, value


def _is_public(base_url: str) -> bool:
    """Loopback names get no HSTS: it would reach every other server on the developer's machine."""
    host = urlsplit(base_url).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
