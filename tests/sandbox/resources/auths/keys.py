"""Authorizations on a stage: asked for, listed, told."""

from __future__ import annotations

from typing import Any

from tests.sandbox.stage import CENTRAL, FRONT, Stage

from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.account import AccountUser
from keyturn.sandbox import Seed

NEXT_DOOR = 18491535216
SCOPES = "smartlock smartlock.action smartlock.auth smartlock.log webhook.decentral webhook.central"
ANNA, BEN, STRANGER = 7001, 7002, 7003
WHOLE: dict[str, Any] = {
    "name": "Guest",
    "type": 13,
    "code": 348975,
    "remoteAllowed": False,
    "allowedWeekDays": 127,
    "allowedFromTime": 0,
    "allowedUntilTime": 0,
}


async def connected(seed: Seed | None = None) -> Stage:
    stage = Stage(seed)
    await stage.connect(SCOPES)
    await stage.register("DEVICE_AUTHS")
    world = stage.sandbox._world
    mine, others = list(world.accounts)
    for user, account in ((ANNA, mine), (BEN, mine), (STRANGER, others)):
        world.office.users[user] = AccountUser(
            account_user_id=user,
            account_id=account,
            email=f"user{user}@home.example",
            name=f"User {user}",
            creation_date=to_wire(world.clock.now()),
            update_date=to_wire(world.clock.now()),
        )
    return stage


async def ask(stage: Stage, method: str, path: str, body: Any = None, status: int = 204) -> Any:
    answer = await stage.call(method, path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def listed(stage: Stage, device: int = FRONT) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = await ask(stage, "GET", f"/smartlock/{device}/auth", status=200)
    return entries


async def created(stage: Stage, device: int = FRONT, **fields: Any) -> dict[str, Any]:
    """The entry of an authorization that the device has."""
    before = {one["id"] for one in await listed(stage, device)}
    await ask(stage, "PUT", f"/smartlock/{device}/auth", {**WHOLE, **fields})
    await stage.clock.advance(5)
    (made,) = [one for one in await listed(stage, device) if one["id"] not in before]
    return made


def told(stage: Stage) -> list[dict[str, Any]]:
    return [mail.json for mail in stage.mail if mail.kind == "DEVICE_AUTHS" and mail.url != CENTRAL]
