"""Notifications and intercoms."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.resources.server.owner import Owner, run
from tests.sandbox.stage import FRONT

from keyturn.sandbox.seed import Seed

HOOK: dict[str, Any] = {
    "os": 2,
    "pushId": "https://app.example/push",
    "referenceId": "house-1",
    "settings": [{"smartlockId": FRONT, "triggerEvents": ["lock", "ring"]}],
}


def test_a_notification_is_set_up_changed_and_removed() -> None:
    async def story(owner: Owner) -> None:
        made = await owner.expect(200, "PUT", "/notification", HOOK)
        assert len(made["secret"]) == 40 and made["status"] == 1
        path = f"/notification/{made['notificationId']}"
        assert await owner.expect(200, "GET", path) == made
        assert await owner.expect(200, "GET", "/notification?referenceId=other") == []
        assert await owner.expect(200, "GET", "/notification?referenceId=house-1") == [made]
        changed = await owner.expect(200, "POST", path, {**HOOK, "language": "de"})
        assert (changed["language"], changed["secret"]) == ("de", made["secret"])
        bearer = await owner.neighbour()
        await owner.expect(403, "GET", path, bearer=bearer)
        await owner.expect(403, "POST", path, {**HOOK, "settings": []}, bearer=bearer)
        await owner.expect(403, "DELETE", path, bearer=bearer)
        await owner.connect("smartlock.log")
        await owner.expect(405, "DELETE", path)
        owner.access = str(owner.facts["api_token"])
        await owner.expect(204, "DELETE", path)
        await owner.expect(404, "GET", path)
        await owner.expect(403, "POST", path, HOOK)
        await owner.expect(403, "DELETE", path)
        assert made["secret"] not in str(list(owner.sandbox.journal))

    run(story)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("os", 3, "3"),
        ("pushId", "http://app.example", "http://app.example"),
        ("language", "xx", "xx"),
        ("settings", None, "null"),
    ],
)
def test_a_notification_needs_good_values(field: str, value: object, told: str) -> None:
    async def story(owner: Owner) -> None:
        await owner.refused(field, told, "PUT", "/notification", {**HOOK, field: value})

    run(story)


def test_a_notification_about_a_stranger_s_door_is_forbidden() -> None:
    async def story(owner: Owner) -> None:
        door = Seed.home().accounts[1].smartlocks[0].smartlock_id
        await owner.expect(
            403, "PUT", "/notification", {**HOOK, "settings": [{"smartlockId": door, "triggerEvents": []}]}
        )
        event = {**HOOK, "settings": [{"triggerEvents": ["sneeze"]}]}
        await owner.refused("triggerEvents", "sneeze", "PUT", "/notification", event)

    run(story)


def test_intercoms_are_public() -> None:
    async def story(owner: Owner) -> None:
        brands = (await owner.http.get("/opener/brand")).json()
        first = brands[0]["brandId"]
        assert (await owner.http.get(f"/opener/brand/{first}")).json() == brands[0]
        verified = (await owner.http.get(f"/opener/intercom?brandId={first}")).json()
        every = (await owner.http.get(f"/opener/intercom?brandId={first}&ignoreVerified=true")).json()
        assert len(verified) < len(every) and {one["verified"] for one in verified} == {1}
        assert (await owner.http.get(f"/opener/intercom/{every[1]['intercomId']}")).json() == every[1]
        recent = (await owner.http.get("/opener/intercom?recentlyChanged=true")).json()
        assert {one["brandId"] for one in recent} == {2}
        assert (await owner.http.get("/opener/intercom")).status_code == 400
        assert (await owner.http.get("/opener/intercom?brandId=x")).status_code == 400
        assert (await owner.http.get("/opener/brand/99")).status_code == 404
        assert (await owner.http.get("/opener/intercom/99")).status_code == 404

    run(story)
