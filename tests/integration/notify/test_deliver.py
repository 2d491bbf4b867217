"""The door for events, against a receiver on this machine: judged, pinned, no redirect, little read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import trustme
from aiohttp import web

from keyturn.integration.errors import CallRefused
from keyturn.integration.notify.deliver import Post, resolve


def played(
    story: Callable[[int, list[web.Request]], Awaitable[None]], inside: ssl.SSLContext | None = None
) -> None:
    """A story beside a receiver: its port, and what came to it."""

    async def run() -> None:
        came: list[web.Request] = []

        async def take(request: web.Request) -> web.StreamResponse:
            await request.read()
            came.append(request)
            if request.path == "/away":
                raise web.HTTPTemporaryRedirect("/elsewhere")
            if request.path == "/endless":
                answer = web.StreamResponse()
                await answer.prepare(request)
                while True:
                    await answer.write(b"x" * 65_536)
            return web.Response(status=204)

        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", take)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=inside)
        await site.start()
        try:
            await story(runner.addresses[0][1], came)
        finally:
            await runner.cleanup()

    asyncio.run(run())


async def to_here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_the_connection_goes_to_the_judged_address_and_keeps_the_name() -> None:
    async def story(port: int, came: list[web.Request]) -> None:
        post = Post(loopback=True, resolving=to_here)
        assert await post(f"http://hooks.example.com:{port}/hook", {"webhook-id": "evt_1"}, b"{}") == 204
        assert came[0].headers["host"] == f"hooks.example.com:{port}"
        assert came[0].headers["webhook-id"] == "evt_1"

    played(story)


def test_no_redirect_is_followed_and_no_endless_answer_read() -> None:
    async def story(port: int, came: list[web.Request]) -> None:
        post = Post(loopback=True, resolving=to_here)
        assert await post(f"http://a.example.com:{port}/away", {}, b"{}") == 307
        assert await asyncio.wait_for(post(f"http://a.example.com:{port}/endless", {}, b"{}"), 5) == 200
        assert [request.path for request in came] == ["/away", "/endless"]

    played(story)


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.169.254"], ["fe80::1%eth0"], []]
)
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(answers: list[str]) -> None:
    async def story(port: int, came: list[web.Request]) -> None:
        async def lying(host: str, port: int) -> list[str]:
            return answers

        with pytest.raises(CallRefused):
            await Post(resolving=lying)(f"https://rebound.example.com:{port}/", {}, b"{}")
        assert came == []

    played(story)


def test_a_name_is_asked_for_once() -> None:
    async def story(port: int, came: list[web.Request]) -> None:
        asked: list[str] = []

        async def rebinding(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

        assert await Post(loopback=True, resolving=rebinding)(f"http://twice.example.com:{port}/", {}, b"") == 204
        assert asked == ["twice.example.com"]

    played(story)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_other_spellings_of_this_machine(host: str) -> None:
    async def story(port: int, came: list[web.Request]) -> None:
        with pytest.raises((CallRefused, OSError)):
            await Post(resolving=resolve)(f"https://{host}:{port}/", {}, b"{}")
        assert came == []

    played(story)


def test_nobody_there() -> None:
    async def story() -> None:
        with pytest.raises(OSError, match="ClientConnector"):
            await Post(loopback=True, resolving=to_here)("http://nobody.example.com:1/", {}, b"{}")

    asyncio.run(story())


@pytest.mark.parametrize(
    ("trusted", "name"), [(True, "hooks.example.com"), (False, "hooks.example.com"), (True, "other.example.com")]
)
def test_over_tls_an_authority_of_ones_own_is_trusted_and_the_name_must_fit(
    tmp_path: Path, trusted: bool, name: str
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    inside = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("hooks.example.com").configure_cert(inside)

    async def story(port: int, came: list[web.Request]) -> None:
        post = Post(loopback=True, ca_file=tmp_path / "ca.pem" if trusted else None, resolving=to_here)
        attempt = post(f"https://{name}:{port}/hook", {"webhook-id": "evt_1"}, b"{}")
        if trusted and name == "hooks.example.com":
            assert await attempt == 204
            assert came[0].scheme == "https" and came[0].headers["webhook-id"] == "evt_1"
        else:
            with pytest.raises(OSError, match="Certificate"):
                await attempt
            assert came == []

    played(story, inside)
