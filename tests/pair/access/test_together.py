"""Several confirmations in one body: Nuki's list form, as it wraps what happened at the same time."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import httpx2
import msgspec
import pytest
from tests.pair.access.keypad import Keypad, tell
from tests.pair.joined import OURS, central

from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.webhooks import DeviceAuths


async def post(keypad: Keypad, *told: DeviceAuths) -> int:
    """One body with all of it, signed as Nuki would."""
    body = msgspec.json.encode(told)
    key = keypad.street.facts["application"]["client_secret"].encode()
    signed = {"X-Nuki-Signature-SHA256": hmac.new(key, body, hashlib.sha256).hexdigest()}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(keypad.street.integration.app)) as nuki:
        answer = await nuki.post(OURS + "/webhooks/nuki", content=body, headers=signed)
    await keypad.street.integration.inbox.quiet()
    await keypad.person.go(keypad.path)
    return answer.status_code


def told(auth: SmartlockAuth, *, deleted: bool = False) -> DeviceAuths:
    return DeviceAuths(feature="DEVICE_AUTHS", deleted=deleted, smartlock_auth=auth)


async def two_codes(keypad: Keypad) -> list[SmartlockAuth]:
    """On the lock, and the integration has not heard of it: nothing subscribed, and not yet time to look."""
    await keypad.add("Anna")
    await keypad.add("Ben")
    await keypad.wait(3)
    assert (keypad.state("Anna"), keypad.state("Ben")) == ("accepted", "accepted")
    return [auth for auth in keypad.ring.known.values() if auth.name in ("Anna", "Ben")]


@pytest.mark.parametrize("backwards", [False, True])
def test_two_codes_are_confirmed_by_one_body(tmp_path: Path, backwards: bool) -> None:
    async def story(keypad: Keypad) -> None:
        auths = await two_codes(keypad)
        assert len(auths) == 2
        assert await post(keypad, *map(told, auths[::-1] if backwards else auths)) == 204
        assert (keypad.state("Anna"), keypad.state("Ben")) == ("on_lock", "on_lock")

    tell(tmp_path, story, **central())


def test_a_confirmation_and_a_deletion_in_one_body_each_reach_their_code(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await two_codes(keypad)
        await keypad.wait(10)
        await keypad.add("Cleo")
        await keypad.deed("remove", "Ben")
        ben = next(auth for auth in keypad.ring.known.values() if auth.name == "Ben")
        await keypad.street.clock.advance(3)
        cleo = next(auth for auth in keypad.ring.known.values() if auth.name == "Cleo")
        assert await post(keypad, told(ben, deleted=True), told(cleo)) == 204
        assert [keypad.state(name) for name in ("Anna", "Ben", "Cleo")] == ["on_lock", "removed", "on_lock"]

    tell(tmp_path, story, **central())


def test_one_that_is_not_ours_and_one_twice_do_no_harm(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        anna, ben = await two_codes(keypad)
        strange = msgspec.structs.replace(anna, id="f" * 24, name="Nobody of ours")
        assert await post(keypad, told(strange), told(anna), told(anna)) == 204
        assert (keypad.state("Anna"), keypad.state("Ben")) == ("on_lock", "accepted")
        assert "Nobody of ours" not in keypad.person.text
        assert await post(keypad, told(ben)) == 204
        assert keypad.state("Ben") == "on_lock"

    tell(tmp_path, story, **central())
