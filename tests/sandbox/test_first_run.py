"""The whole street in one story: consent, tokens, list, unlock, signed webhook."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

from tests.sandbox.stage import CALLBACK, DECENTRAL, FRONT, Stage


def test_a_connected_application_unlocks_a_door_and_is_told() -> None:
    async def story() -> None:
        stage = Stage()
        back = await stage.consent()
        assert back["state"] == "a-state-of-one-browser"
        tokens = (await stage.exchange(back["code"])).json()
        assert tokens["expires_in"] == 3600
        stage.access = tokens["access_token"]

        doors = (await stage.call("GET", "/smartlock")).json()
        assert [door["name"] for door in doors] == ["Front door", "Garden door", "House entrance"]

        hook = await stage.register("DEVICE_STATUS")
        answer = await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced")
        assert answer.status_code == 200
        assert (await stage.state())["state"] == 1
        await stage.clock.advance(10)
        assert (await stage.state())["state"] == 3

        assert stage.kinds() == ["DEVICE_STATUS", "DEVICE_STATUS", "UnlockAction"]
        told = stage.mail[-1]
        assert told.url == DECENTRAL
        assert told.json == {
            "type": "UnlockAction",
            "requestId": answer.json()["requestId"],
            "smartlockId": FRONT,
            "success": True,
        }
        expected = hmac.new(hook["secret"].encode(), told.body, hashlib.sha256).hexdigest()
        assert told.headers["X-Nuki-Signature-SHA256"] == expected
        assert CALLBACK in stage.facts["application"]["redirect_uris"]

    asyncio.run(story())
