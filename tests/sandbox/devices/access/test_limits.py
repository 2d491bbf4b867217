"""How many authorizations a device takes."""

from __future__ import annotations

import asyncio
from itertools import islice, product
from typing import Any

import pytest
from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import LOCK

from keyturn.nuki.codes import AuthType, DeviceType
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Change, Keyring, Kind


def some(kind: AuthType, amount: int) -> list[SmartlockAuth]:
    codes = (int("".join(digits)) for digits in product("3456789", repeat=6))
    return [
        SmartlockAuth(
            id=f"{kind}-{number}",
            smartlock_id=1,
            type=kind,
            name="n",
            enabled=True,
            remote_allowed=True,
            lock_count=0,
            code=code if kind is AuthType.KEYPAD_CODE else None,
        )
        for number, code in enumerate(islice(codes, amount))
    ]


@pytest.mark.parametrize(
    ("device", "kind", "most", "error"),
    [
        (DeviceType.SMART_LOCK_2, AuthType.KEYPAD_CODE, 100, "29"),
        (DeviceType.SMART_LOCK_4, AuthType.KEYPAD_CODE, 200, "29"),
        (DeviceType.SMART_LOCK_5, AuthType.KEYPAD_CODE, 200, "29"),
        (DeviceType.SMART_LOCK_2, AuthType.APP, 200, "13"),
        (DeviceType.SMART_DOOR, AuthType.APP, 200, "13"),
    ],
)
def test_a_device_is_full_at_its_limit(device: DeviceType, kind: AuthType, most: int, error: str) -> None:
    ring = Keyring()
    *fitting, too_many = some(kind, most + 1)
    assert {ring.hear(Change(Kind.CREATE, one), device) for one in fitting} == {None}
    assert ring.hear(Change(Kind.CREATE, too_many), device) == error
    assert ring.hear(Change(Kind.UPDATE, fitting[0]), device) is None
    other = AuthType.APP if kind is AuthType.KEYPAD_CODE else AuthType.KEYPAD_CODE
    assert ring.hear(Change(Kind.CREATE, some(other, 1)[0]), device) is None
    ids = [one.auth_id for one in ring.known.values()]
    assert len(set(ids)) == len(ids)
    assert ring.hear(Change(Kind.DELETE, fitting[0]), device) is None
    assert ring.hear(Change(Kind.CREATE, too_many), device) is None


def test_plain_creation_is_refused_and_the_advanced_fails_with_the_devices_code() -> None:
    async def story() -> None:
        person = await Person().arrive()
        ring = person.stage.sandbox._world.devices[LOCK].inside.keyring
        for one in some(AuthType.APP, 199):  # Ben is there already
            ring.known[one.id] = ring.listed[one.id] = one
        ring.listed.pop(next(one.id for one in ring.listed.values() if one.name == "Ben"))
        body: dict[str, Any] = {"name": "One more", "remoteAllowed": True, "accountUserId": 11}
        answer = await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=body)
        assert answer.status_code == 204  # the list has room, the lock has none
        await person.stage.clock.advance(5)
        assert "One more" not in {one["name"] for one in await person.auths()}
        advanced = {**body, "smartlockIds": [LOCK]}
        heard = await person.stage.call("PUT", "/smartlock/auth/advanced", json=advanced)
        await person.stage.clock.advance(5)
        outcome = person.stage.outcomes()[0]
        assert (outcome["requestId"], outcome["success"]) == (heard.json()["requestId"], False)
        assert outcome["detail"][0]["errorCode"] == "13"
        assert "inviteCode" not in outcome
        await person.stage.call("POST", f"/smartlock/{LOCK}/sync")
        await person.stage.clock.advance(5)
        assert len([one for one in await person.auths() if one["type"] == 0]) == 200
        second = {**body, "accountUserId": 11}
        full = await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=second)
        assert full.status_code == 409  # Ben has his already
        ring.listed.pop(next(one.id for one in ring.listed.values() if one.name == "Ben"))
        ring.listed["filler"] = some(AuthType.APP, 1)[0]
        assert (await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=second)).status_code == 422

    asyncio.run(story())
