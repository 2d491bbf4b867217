"""The log of all devices of an account."""

from __future__ import annotations

import asyncio

from tests.sandbox.resources.smartlocks.test_upkeep import connected
from tests.sandbox.stage import ENTRANCE, FRONT, GARDEN


def test_the_log_of_the_account_is_that_of_its_devices_newest_first() -> None:
    async def story() -> None:
        stage = await connected()
        for device, act in ((FRONT, "unlock"), (GARDEN, "lock"), (ENTRANCE, "unlock"), (FRONT, "lock")):
            await stage.call("POST", f"/smartlock/{device}/action/{act}")
            await stage.clock.advance(20)
        entries = (await stage.call("GET", "/smartlock/log")).json()
        assert [one["smartlockId"] for one in entries] == [FRONT, ENTRANCE, GARDEN, FRONT]
        assert (await stage.call("GET", "/smartlock/log?limit=2")).json() == entries[:2]
        assert (await stage.call("GET", f"/smartlock/log?id={entries[1]['id']}")).json() == entries[2:]
        assert (await stage.call("GET", "/smartlock/log?action=2")).json() == [entries[0], entries[2]]
        since = entries[1]["date"]
        assert (await stage.call("GET", f"/smartlock/log?fromDate={since}")).json() == entries[:2]
        assert (await stage.call("GET", "/smartlock/log?limit=0")).status_code == 400
        await stage.connect("smartlock smartlock.action")
        assert (await stage.call("GET", "/smartlock/log")).status_code == 401

    asyncio.run(story())
