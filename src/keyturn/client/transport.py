"""The network: the one file that knows the HTTP library.

A request that fails says which of two things happened, because a door may hang on it: ``NoConnection``, nothing
was sent; ``NoAnswer``, it was sent and nobody knows what became of it.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

import httpx2

from keyturn import __version__
from keyturn.client.errors import NoAnswer, NoConnection, UnreadableAnswer
from keyturn.client.wire import Fields, Request, Response
from keyturn.secrecy import Secret

CONNECTIONS = 20
IDLE_SECONDS = 4.0
"""Shorter than common servers keep an idle connection, so that a request rarely leaves on one just being closed:
that would make a door's action unknown."""
ANSWER_AT_MOST = 5 * 2**20
"""Bytes. Nuki's largest known answer is far below; beyond is a mistake or an attack."""
_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)

AsgiApp = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]


class Transport(Protocol):
    """Sends requests to one base address."""

    async def send(self, request: Request) -> Response:
        """Raises :class:`NoConnection` or :class:`NoAnswer`; any status is a response."""

    async def aclose(self) -> None:
        """Close all connections; harmless when repeated."""


class HttpTransport:
    """HTTP over the network. Redirects are not followed: a bearer token goes to one host only.

    ``ca_file``: a PEM file of authorities to trust instead of the public ones. ``timeout`` in seconds, for
    connecting and for each wait on the network. Raises ``ValueError`` for a base address that is none, and
    ``OSError`` for a ``ca_file`` that cannot be used.
    """

    def __init__(self, base_url: str, ca_file: Path | str | None = None, timeout: float = 10.0) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{base_url!r} is not a base address: give one like https://api.nuki.io.")
        trust = ssl.create_default_context(cafile=ca_file) if ca_file else True
        pool = httpx2.Limits(
            max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=IDLE_SECONDS
        )
        # A proxy named in the environment cannot reach this machine's own loopback.
        outside = parts.hostname not in {"localhost", "127.0.0.1", "::1"}
        client = httpx2.AsyncClient(verify=trust, timeout=timeout, limits=pool, trust_env=outside)
        self._link = _Link(base_url, client)

    async def send(self, request: Request) -> Response:
        return await self._link.send(request)

    async def aclose(self) -> None:
        await self._link.client.aclose()


class AsgiTransport:
    """An application in the same process, without sockets: for tests, and stories on virtual time."""

    def __init__(self, app: AsgiApp, base_url: str) -> None:
        self._link = _Link(base_url, httpx2.AsyncClient(transport=httpx2.ASGITransport(app), trust_env=False))

    async def send(self, request: Request) -> Response:
        return await self._link.send(request)

    async def aclose(self) -> None:
        await self._link.client.aclose()


class _Link:
    """Our values in, the library's in the middle, our values out."""

    def __init__(self, base_url: str, client: httpx2.AsyncClient) -> None:
        self.base_url = base_url.rstrip("/")
        self.client = client
        client.headers.update({"Accept": "application/json", "User-Agent": f"keyturn/{__version__}"})

    async def send(self, request: Request) -> Response:
        content, headers = _body(request)
        headers.update(request.headers)
        if request.bearer is not None:
            headers["Authorization"] = f"Bearer {request.bearer.reveal()}"
        url = self.base_url + request.path
        if request.query:
            url += "?" + urlencode(request.query, quote_via=quote)
        built = self.client.build_request(request.method, url, content=content, headers=headers)
        # Chained causes are cut: the library's exceptions carry the request, and so its secrets.
        try:
            answer = await self.client.send(built, stream=True)
        except _NOT_SENT as cause:
            raise NoConnection(f"{request}: {urlsplit(url).netloc} cannot be reached ({_name(cause)}).") from None
        except (httpx2.HTTPError, ConnectionError, TimeoutError) as cause:  # the last two from within one process
            raise NoAnswer(f"{request}: no answer from {urlsplit(url).netloc} ({_name(cause)}).") from None
        return Response(answer.status_code, answer.headers, await _read(request, answer))


async def _read(request: Request, answer: httpx2.Response) -> bytes:
    pieces, size = [], 0
    try:
        async for piece in answer.aiter_bytes():
            size += len(piece)
            if size > ANSWER_AT_MOST:
                raise UnreadableAnswer(
                    f"{request}: the answer is larger than {ANSWER_AT_MOST} bytes.", status=answer.status_code
                )
            pieces.append(piece)
    except httpx2.DecodingError:
        raise UnreadableAnswer(
            f"{request}: the answer's compression is broken.", status=answer.status_code
        ) from None
    except httpx2.HTTPError as cause:
        raise NoAnswer(f"{request}: the answer broke off ({_name(cause)}).") from None
    finally:
        await answer.aclose()
    return b"".join(pieces)


def _body(request: Request) -> tuple[bytes | None, dict[str, str]]:
    if request.form is not None:
        return _encoded(request.form), {"Content-Type": "application/x-www-form-urlencoded"}
    if request.json is not None:
        return request.json, {"Content-Type": "application/json"}
    return None, {}


def _encoded(form: Fields) -> bytes:
    plain = [(name, value.reveal() if isinstance(value, Secret) else value) for name, value in form]
    return urlencode(plain).encode()


def _name(cause: Exception) -> str:
    return type(cause).__name__
