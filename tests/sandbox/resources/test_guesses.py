"""In the debug mode an answer names the guesses it may rest on; otherwise it says nothing of itself."""

from __future__ import annotations

import asyncio

from tests.sandbox.stage import FRONT, Stage


def test_guesses_are_named_on_request() -> None:
    async def story() -> None:
        stage = Stage()
        token = stage.facts["api_token"]
        before = await stage.call("GET", f"/smartlock/{FRONT}/log", bearer=token)
        assert "x-keyturn-guessed" not in before.headers
        told = await stage.http.patch("http://127.0.0.1/_sandbox/settings", json={"mark_guesses": True})
        assert told.status_code == 200, told.text
        after = await stage.call("GET", f"/smartlock/{FRONT}/log", bearer=token)
        assert "A larger limit is cut, not refused." in after.headers["x-keyturn-guessed"]
        sure = await stage.call("GET", f"/smartlock/{FRONT}", bearer=token)
        assert "x-keyturn-guessed" not in sure.headers

    asyncio.run(story())
