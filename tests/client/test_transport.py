"""The one file with the HTTP library: against real sockets, well and badly behaved."""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from keyturn.client import AsgiTransport, HttpTransport, errors, transport
from keyturn.client.wire import Request, Response
from keyturn.secrecy import Secret

GET = Request("GET", "/smartlock")


async def over_socket(answer: bytes, request: Request = GET) -> tuple[Response, bytes]:
    """Send ``request`` to a server that reads the head, writes ``answer`` and hangs up."""
    heard = bytearray()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    link = HttpTransport(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        return await link.send(request), bytes(heard)
    finally:
        await link.aclose()
        server.close()


async def ask(base_url: str, ca_file: Path | None = None, patience: float = 5.0) -> int:
    link = HttpTransport(base_url, ca_file, timeout=patience)
    try:
        return (await link.send(GET)).status
    finally:
        await link.aclose()


def test_what_was_asked_arrives() -> None:
    request = Request("GET", "/smartlock/1/log", (("limit", "5"), ("q", "a b")), bearer=Secret("hush"))
    answer = b"HTTP/1.1 200 OK\r\nRetry-After: 4\r\nContent-Length: 2\r\n\r\n[]"
    response, heard = asyncio.run(over_socket(answer, request))
    assert (response.status, response.body, response.headers.get("retry-after")) == (200, b"[]", "4")
    assert heard.startswith(b"GET /smartlock/1/log?limit=5&q=a%20b HTTP/1.1\r\n")
    assert b"authorization: bearer hush\r\n" in heard.lower()


def test_a_redirect_is_not_followed() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    response, _ = asyncio.run(over_socket(answer))
    assert response.status == 302


def test_no_server_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    with pytest.raises(errors.NoConnection, match=f"127.0.0.1:{port}"):
        asyncio.run(ask(f"http://127.0.0.1:{port}"))


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nConte"],
)
def test_an_answer_that_breaks_off_leaves_the_outcome_unknown(answer: bytes) -> None:
    with pytest.raises(errors.NoAnswer):
        asyncio.run(over_socket(answer))


def test_silence_leaves_the_outcome_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(errors.NoAnswer):
        asyncio.run(ask(f"http://127.0.0.1:{silent.getsockname()[1]}", patience=0.1))


def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ANSWER_AT_MOST", 1000)
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000
    with pytest.raises(errors.UnreadableAnswer, match="1000 bytes"):
        asyncio.run(over_socket(answer))


def test_broken_compression_is_unreadable() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"
    with pytest.raises(errors.UnreadableAnswer):
        asyncio.run(over_socket(answer))


@pytest.mark.parametrize("base_url", ["", "api.nuki.io", "ftp://nuki.test", "https://"])
def test_a_base_address_that_is_none_is_named(base_url: str) -> None:
    with pytest.raises(ValueError, match="base address"):
        HttpTransport(base_url)


def test_only_the_given_authority_is_trusted(tmp_path: Path) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    stranger.cert_pem.write_to_path(str(tmp_path / "stranger.pem"))

    async def story(ca_file: str) -> int:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            writer.close()

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(context)
        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
        try:
            return await ask(f"https://localhost:{server.sockets[0].getsockname()[1]}", tmp_path / ca_file)
        finally:
            server.close()

    assert asyncio.run(story("ca.pem")) == 204
    with pytest.raises(errors.NoConnection):
        asyncio.run(story("stranger.pem"))


def test_an_error_carries_no_request_and_so_no_secret() -> None:
    request = Request("POST", "/oauth/token", form=(("client_secret", Secret("hush")),), bearer=Secret("quiet"))
    with pytest.raises(errors.NoAnswer) as caught:
        asyncio.run(over_socket(b"nonsense\r\n\r\n", request))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "hush" not in repr(caught.value)


def test_an_application_in_the_same_process_answers() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        await send({"type": "http.response.start", "status": 201, "headers": [(b"x-path", scope["raw_path"])]})
        await send({"type": "http.response.body", "body": body})

    async def story() -> Response:
        link = AsgiTransport(app, "https://nuki.test")
        try:
            return await link.send(Request("POST", "/oauth/token", form=(("code", Secret("a%+ b")), ("x", "ü"))))
        finally:
            await link.aclose()

    response = asyncio.run(story())
    assert (response.status, response.headers.get("x-path")) == (201, "/oauth/token")
    assert response.body == b"code=a%25%2B+b&x=%C3%BC"
