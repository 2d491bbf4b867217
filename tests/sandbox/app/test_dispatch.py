"""The outermost layer: paths, methods, bodies, the server's start and end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.stage import FRONT, Stage


@pytest.mark.parametrize(
    "path", ["/smartlocks", "/smartlock/", "/smartlock/1/", "/_sandbox/nothing", "/x//", "/smartlock//log"]
)
def test_an_unknown_path_is_404(path: str) -> None:
    async def story() -> None:
        assert (await Stage().http.get(path)).status_code == 404

    asyncio.run(story())


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/smartlock", "GET"),
        ("GET", f"/smartlock/{FRONT}/action", "POST"),
        ("POST", "/api/decentralWebhook", "GET, PUT"),
    ],
)
def test_a_wrong_method_is_405_and_says_which(method: str, path: str, allowed: str) -> None:
    async def story() -> None:
        answer = await Stage().http.request(method, path)
        assert answer.status_code == 405
        assert answer.headers["allow"] == allowed

    asyncio.run(story())


@pytest.mark.parametrize("pieces", [1, 5])
def test_a_large_body_is_413(pieces: int) -> None:
    async def story() -> None:
        async def body() -> Any:
            for _ in range(pieces):
                yield b"x" * (2 * 1024 * 1024 // pieces)

        answer = await Stage().http.post("/oauth/token", content=body())
        assert answer.status_code == 413

    asyncio.run(story())


def test_a_body_in_pieces_is_put_together() -> None:
    async def story() -> None:
        async def body() -> Any:
            yield b'{"action"'
            yield b": 1}"

        stage = Stage()
        answer = await stage.call(
            "POST", f"/smartlock/{FRONT}/action", bearer=stage.facts["api_token"], content=body()
        )
        assert answer.status_code == 204

    asyncio.run(story())


def test_a_failure_inside_is_a_tidy_500(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        stage = Stage()
        stage.sandbox._world.accounts.clear()
        answer = await stage.call("GET", "/account", bearer=stage.facts["api_token"])
        assert answer.status_code == 500
        assert answer.json()["reasonPhrase"] == "Internal Server Error"
        assert "GetAccounts" in caplog.text
        assert stage.facts["api_token"] not in caplog.text

    asyncio.run(story())


def test_lifespan_and_websockets() -> None:
    async def story() -> None:
        sent: list[Any] = []
        events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive() -> Any:
            return next(events)

        async def send(message: Any) -> None:
            sent.append(message["type"])

        app = Stage().sandbox.app
        await app({"type": "lifespan"}, receive, send)
        assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    asyncio.run(story())
