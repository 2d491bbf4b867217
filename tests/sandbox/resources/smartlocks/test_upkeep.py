"""Name, removal, PIN, sync and web configuration of a device."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.stage import CENTRAL, ENTRANCE, FRONT, GARDEN, Stage

NEXT_DOOR = 18491535216
SCOPES = (
    "account smartlock smartlock.action smartlock.auth smartlock.config smartlock.log "
    "webhook.decentral webhook.central"
)


async def connected() -> Stage:
    stage = Stage()
    await stage.connect(SCOPES)
    await stage.register("DEVICE_STATUS", "DEVICE_MASTERDATA", "DEVICE_CONFIG", "DEVICE_LOGS", "DEVICE_AUTHS")
    return stage


def heard(stage: Stage, kind: str) -> list[dict[str, Any]]:
    return [mail.json for mail in stage.mail if mail.kind == kind and mail.url != CENTRAL]


def test_a_name_changes_at_once_and_is_told() -> None:
    async def story() -> None:
        stage = await connected()
        body = {"name": "Harbour door", "favorite": True, "unknown": 1}
        assert (await stage.call("POST", f"/smartlock/{FRONT}", json=body)).status_code == 204
        shown = (await stage.call("GET", f"/smartlock/{FRONT}")).json()
        assert (shown["name"], shown["favorite"]) == ("Harbour door", True)
        await stage.clock.advance(0)
        (told,) = heard(stage, "DEVICE_MASTERDATA")
        assert told == {
            "feature": "DEVICE_MASTERDATA",
            "deleted": False,
            **{
                key: shown[key]
                for key in (
                    "smartlockId", "accountId", "type", "authId", "name", "favorite", "serverState",
                    "adminPinState", "firmwareVersion", "hardwareVersion", "creationDate", "updateDate",
                )
            },
        }  # fmt: skip

    asyncio.run(story())


@pytest.mark.parametrize("name", ["", "n" * 33])
def test_a_bad_name_is_refused(name: str) -> None:
    async def story() -> None:
        stage = await connected()
        refused = await stage.call("POST", f"/smartlock/{FRONT}", json={"name": name})
        assert refused.status_code == 400
        assert "'name'" in refused.json()["detailMessage"]

    asyncio.run(story())


def test_a_removed_device_is_told_and_gone() -> None:
    async def story() -> None:
        stage = await connected()
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        assert (await stage.call("DELETE", f"/smartlock/{FRONT}")).status_code == 204
        await stage.clock.advance(60)
        (told,) = heard(stage, "DEVICE_MASTERDATA")
        assert (told["smartlockId"], told["deleted"]) == (FRONT, True)
        assert (await stage.call("GET", f"/smartlock/{FRONT}")).status_code == 404
        assert (await stage.call("DELETE", f"/smartlock/{FRONT}")).status_code == 403
        listed = (await stage.call("GET", "/smartlock")).json()
        assert [one["smartlockId"] for one in listed] == [GARDEN, ENTRANCE]
        assert heard(stage, "DEVICE_STATUS") == []

    asyncio.run(story())


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "", {"name": "Mine"}, 403),
        ("DELETE", "", None, 403),
        ("GET", "", None, 404),
        ("POST", "/sync", None, 404),
        ("POST", "/admin/pin", {"adminPin": 1}, 404),
        ("POST", "/web/config", {}, 404),
    ],
)
def test_the_neighbours_device_is_out_of_bounds(method: str, path: str, body: Any, status: int) -> None:
    async def story() -> None:
        stage = await connected()
        for device in (NEXT_DOOR, 1):
            answer = await stage.call(method, f"/smartlock/{device}{path}", json=body)
            assert answer.status_code == status, answer.text
        stage.access = "nobody"
        assert (await stage.call(method, f"/smartlock/{FRONT}{path}", json=body)).status_code == 401

    asyncio.run(story())


def test_the_device_knows_whether_a_pin_is_right() -> None:
    async def story() -> None:
        stage = await connected()

        async def enter(pin: int) -> int:
            answer = await stage.call("POST", f"/smartlock/{FRONT}/admin/pin", json={"adminPin": pin})
            assert answer.status_code == 204
            await stage.clock.advance(5)
            return int((await stage.call("GET", f"/smartlock/{FRONT}")).json()["adminPinState"])

        assert await enter(9876) == 2
        assert heard(stage, "DEVICE_STATUS")[-1]["adminPinState"] == 2
        assert await enter(1234) == 0
        for bad in (-1, 10_000, "1234"):
            refused = await stage.call("POST", f"/smartlock/{FRONT}/admin/pin", json={"adminPin": bad})
            assert refused.status_code == 400
        record = b"".join(entry.json() for entry in stage.sandbox.journal)
        assert b"9876" not in record
        assert b"admin-pin-1" in record

    asyncio.run(story())


def test_a_sync_tells_what_the_device_is() -> None:
    async def story() -> None:
        stage = await connected()
        assert (await stage.call("POST", f"/smartlock/{ENTRANCE}/sync")).status_code == 204
        await stage.clock.advance(5)
        assert [told["smartlockId"] for told in heard(stage, "DEVICE_MASTERDATA")] == [ENTRANCE]
        (told,) = heard(stage, "DEVICE_CONFIG")
        assert told.keys() == {"feature", "smartlockId", "config", "openerAdvancedConfig"}
        shown = (await stage.call("GET", f"/smartlock/{ENTRANCE}")).json()
        assert told["openerAdvancedConfig"] == shown["openerAdvancedConfig"]

    asyncio.run(story())


def test_syncs_that_are_asked_for_use_the_battery() -> None:
    async def story() -> None:
        stage = await connected()
        before = (await stage.state())["batteryCharge"]
        for _ in range(20):
            await stage.call("POST", f"/smartlock/{FRONT}/sync")
            await stage.clock.advance(5)
        assert (await stage.state())["batteryCharge"] == before - 1
        await stage.clock.advance(3 * 86_400)
        await stage.connect()
        assert (await stage.state())["batteryCharge"] == before - 1, "the daily ones use none"

    asyncio.run(story())


def test_every_day_each_device_is_synced_unless_it_is_out_of_reach() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("device_offline", GARDEN, times=None)
        await stage.clock.advance(2 * 24 * 3600 + 1)
        told = [one["smartlockId"] for one in heard(stage, "DEVICE_MASTERDATA")]
        assert told == [FRONT, ENTRANCE] * 2
        assert len(heard(stage, "DEVICE_CONFIG")) == 4

    asyncio.run(story())


def test_web_configuration_keeps_what_is_not_sent() -> None:
    async def story() -> None:
        stage = await connected()

        async def config(device: int = FRONT) -> Any:
            return (await stage.call("GET", f"/smartlock/{device}")).json().get("webConfig")

        path = f"/smartlock/{FRONT}/web/config"
        await stage.call("POST", path, json={"batteryWarningPerMailEnabled": True})
        await stage.call("POST", path, json={"dismissedLiftUpHandleWarning": [7]})
        assert await config() == {"batteryWarningPerMailEnabled": True, "dismissedLiftUpHandleWarning": [7]}
        await stage.call("POST", path, json={"dismissedLiftUpHandleWarning": []})
        assert await config() == {"batteryWarningPerMailEnabled": True, "dismissedLiftUpHandleWarning": []}
        assert (await stage.call("POST", path, json={"batteryWarningPerMailEnabled": 3})).status_code == 400

        def bulk(device: int) -> dict[str, Any]:
            one = {"smartlockId": device, "webConfig": {"batteryWarningPerMailEnabled": False}}
            return {"webConfigRequests": [{**one, "smartlockId": GARDEN}, one]}

        refused = await stage.call("POST", "/bulk-web-config", json=bulk(NEXT_DOOR))
        assert refused.status_code == 400
        assert await config(GARDEN) is None
        assert (await stage.call("POST", "/bulk-web-config", json=bulk(FRONT))).status_code == 204
        assert await config(GARDEN) == {"batteryWarningPerMailEnabled": False}

    asyncio.run(story())
