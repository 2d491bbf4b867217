"""Addresses, units, invitations, bookings, and the services that bring bookings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.resources.server.owner import Owner, run
from tests.sandbox.stage import FRONT, GARDEN

NOBODYS = 1
CODES = "/smartlock/auth?types=13"


async def an_address(owner: Owner, **more: Any) -> dict[str, Any]:
    asked = {"name": "House", "smartlockIds": [FRONT, FRONT], **more}
    made: dict[str, Any] = await owner.expect(200, "PUT", "/address", asked)
    return made


def test_an_address_is_made_changed_and_removed() -> None:
    async def story(owner: Owner) -> None:
        made = await an_address(owner)
        assert made["smartlockIds"] == [FRONT]
        path = f"/address/{made['addressId']}"
        await owner.expect(204, "POST", path, {"smartlockIds": [GARDEN], "settings": {"a": {"b": 1}}})
        (shown,) = await owner.expect(200, "GET", "/address")
        assert (shown["name"], shown["smartlockIds"], shown["settings"]) == ("House", [GARDEN], {"a": {"b": 1}})
        await owner.refused("smartlockIds", "17", "PUT", "/address", {"name": "X", "smartlockIds": [17]})
        await owner.refused("name", "null", "PUT", "/address", {"smartlockIds": []})
        bearer = await owner.neighbour()
        for method in ("POST", "DELETE"):
            await owner.expect(403, method, path, {}, bearer=bearer)
        await owner.expect(204, "DELETE", path)
        assert await owner.expect(200, "GET", "/address") == []

    run(story)


def test_units_have_invitations_and_are_removed_in_the_background() -> None:
    async def story(owner: Owner) -> None:
        path = f"/address/{(await an_address(owner))['addressId']}"
        units = [await owner.expect(200, "PUT", f"{path}/unit", {"name": f"Top {each}"}) for each in (1, 2, 3)]
        tokens = await owner.expect(200, "GET", f"{path}/token")
        assert [one["id"] for one in tokens] == [one["addressTokenId"] for one in units]
        removed = await owner.expect(200, "DELETE", f"{path}/unit/{units[0]['id']}")
        assert len(removed["requestId"]) == 24
        await owner.expect(423, "DELETE", f"{path}/unit/{units[0]['id']}")
        await owner.expect(423, "DELETE", f"{path}/unit", [units[0]["id"], units[1]["id"]])
        await owner.refused("ids", "nothing", "DELETE", f"{path}/unit", ["nothing"])
        await owner.expect(200, "DELETE", f"{path}/unit", [units[1]["id"]])
        await owner.expect(403, "DELETE", f"{path}/unit/nothing")
        await owner.clock.advance(5)
        assert [one["id"] for one in await owner.expect(200, "GET", f"{path}/unit")] == [units[2]["id"]]
        assert len(await owner.expect(200, "GET", f"{path}/token")) == 1
        bearer = await owner.neighbour()
        await owner.expect(403, "PUT", f"{path}/unit", {"name": "Top 9"}, bearer=bearer)
        await owner.expect(400, "GET", f"{path}/unit", bearer=bearer)
        await owner.expect(400, "GET", f"{path}/token", bearer=bearer)

    run(story)


def test_an_invitation_is_redeemed_once() -> None:
    async def story(owner: Owner) -> None:
        path = f"/address/{(await an_address(owner))['addressId']}"
        token = (await owner.expect(200, "PUT", f"{path}/unit", {"name": "Top 1"}))["addressTokenId"]
        bearer = await owner.neighbour()
        shown = await owner.expect(200, "GET", f"/address/token/{token}", bearer=bearer)
        assert shown == {"id": token, "addressName": "House", "smartlockNames": ["Front door"]}
        await owner.expect(404, "GET", f"/address/token/{token}/redeem", bearer=bearer)
        await owner.expect(204, "POST", f"/address/token/{token}/redeem?email=false", bearer=bearer)
        await owner.expect(400, "POST", f"/address/token/{token}/redeem", bearer=bearer)
        redeemed = await owner.expect(200, "GET", f"/address/token/{token}/redeem", bearer=bearer)
        assert (redeemed["redeemAccountId"], redeemed["redeemResult"]) == (55567890, "ok")
        (unit,) = await owner.expect(200, "GET", f"{path}/unit")
        assert unit["redeemDate"] == redeemed["redeemDate"]
        (key,) = redeemed["inviteKeys"]
        assert len(key) == 9 and key not in str(list(owner.sandbox.journal))
        for method, end in (("GET", ""), ("GET", "/redeem"), ("POST", "/redeem")):
            await owner.expect(404, method, f"/address/token/unknown{end}")

    run(story)


def test_a_service_brings_bookings_whose_access_is_handed_out_and_taken_back() -> None:
    async def story(owner: Owner) -> None:
        await owner.refused("serviceId", "airbnb", "POST", "/service/airbnb/sync")
        visited = await owner.expect(200, "POST", "/service/airbnb/link")
        assert visited.startswith("https://")
        assert (await owner.expect(200, "GET", "/service/airbnb"))["started"] is True
        await owner.expect(204, "POST", "/service/airbnb/sync")
        await owner.expect(204, "POST", "/service/airbnb/sync")
        (address,) = await owner.expect(200, "GET", "/address")
        assert address["serviceId"] == "airbnb"
        path = f"/address/{address['addressId']}/reservation"
        (booking,) = await owner.expect(200, "GET", path)
        one = f"{path}/{booking['id']}"
        await owner.expect(204, "POST", f"{one}/issue")
        assert (await owner.expect(200, "GET", path))[0]["isCurrentlyIssuingAuth"] is True
        await owner.refused("id", booking["id"], "POST", f"{one}/revoke")
        await owner.clock.advance(5)
        (issued,) = await owner.expect(200, "GET", path)
        assert (issued["guestsIssued"], issued["keypadIssued"], issued["isCurrentlyIssuingAuth"]) == (
            2,
            True,
            False,
        )
        await owner.clock.advance(5)
        (code,) = [auth for auth in await owner.expect(200, "GET", CODES) if auth["name"] == booking["name"]]
        assert code["allowedFromDate"] == booking["startDate"] and len(str(code["code"])) == 6
        await owner.expect(204, "POST", f"{one}/revoke")
        await owner.clock.advance(5)
        assert (await owner.expect(200, "GET", path))[0]["guestsIssued"] == 0
        await owner.clock.advance(5)
        assert [auth for auth in await owner.expect(200, "GET", CODES) if auth["name"] == booking["name"]] == []
        times = {"checkInTime": 16 * 60 + 30, "checkOutTime": 11 * 60}
        await owner.expect(204, "POST", f"{one}/update/accesstimes", times)
        (moved,) = await owner.expect(200, "GET", path)
        assert moved["hasCustomAccessTimes"] is True
        assert moved["startDate"].endswith(("T14:30:00.000Z", "T15:30:00.000Z")), "16:30 in Berlin"
        await owner.refused("checkInTime", "1440", "POST", f"{one}/update/accesstimes", {"checkInTime": 1440})
        await owner.expect(204, "POST", "/service/airbnb/unlink")
        assert (await owner.expect(200, "GET", path))[0]["state"] == "canceled"
        await owner.refused("id", booking["id"], "POST", f"{one}/issue")
        await owner.refused("id", "no", "POST", f"{path}/no/issue")
        await owner.refused("addressId", "1", "GET", f"/address/{NOBODYS}/reservation")

    run(story)


def test_services_are_found_by_their_ids() -> None:
    async def story(owner: Owner) -> None:
        found = await owner.expect(200, "GET", "/service?serviceIds=guesty,airbnb,nothing")
        assert [one["serviceId"] for one in found] == ["airbnb", "guesty"]
        assert len(await owner.expect(200, "GET", "/service")) == 4
        await owner.expect(404, "GET", "/service/nothing")
        for verb in ("link", "sync", "unlink"):
            await owner.refused("serviceId", "nothing", "POST", f"/service/nothing/{verb}")

    run(story)


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null", "", "\x00", '{"name": {"a": 1}}', "[" * 9000])
def test_a_body_that_is_none_is_named(body: str) -> None:
    async def story(owner: Owner) -> None:
        answer = await owner.call("PUT", "/address", content=body.encode())
        assert answer.status_code == 400, answer.text

    run(story)
