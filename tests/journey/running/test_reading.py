"""What customers of a running integration use, read over its own API and figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.api.test_client import client_of, connected, meanwhile
from tests.pair.joined import OURS, Street, play

from keyturn.client.transport import AsgiTransport
from keyturn.company import KeyturnClient, Problem
from keyturn.company.shapes import Window
from keyturn.integration.partners.key import KeyScope
from keyturn.journey.errors import NotNow
from keyturn.journey.running.reading import facts_of, hooks_of
from keyturn.secrecy import Secret

TOKEN = Secret("the-operators-own-token-0123456789")


def test_what_was_really_done_is_told(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        keyturn, way = await client_of(street)
        grant = await connected(street, keyturn)
        before = await facts_of(keyturn, OURS, street.clock.now())
        assert before.live == 1 and before.seen.devices == frozenset() and "smart_lock" in before.devices
        door, opener = street.lock["smartlock_id"], street.opener["smartlock_id"]
        await meanwhile(street, keyturn.create_action(grant.id, door, "unlock", wait=20))
        await meanwhile(street, keyturn.create_action(grant.id, opener, "open", wait=20))
        code = await keyturn.create_code(grant.id, door, "Cleaner", Window())
        for _ in range(30):
            await street.wait(5)
            if (await keyturn.get_code(grant.id, door, code.id)).state == "on_lock":
                break
        facts = await facts_of(keyturn, OURS, street.clock.now(), await hooks_of(way, TOKEN))
        assert facts.seen.actions == {"read", "unlock", "electric_strike", "codes"}
        assert facts.seen.devices == {"smart_lock", "opener"} and facts.seen.accessories == {"keypad"}
        assert facts.seen.scopes == set(grant.scopes) and facts.scopes["smartlock.auth"] == 1
        assert not facts.partly
        assert facts.hooks and facts.hooks.deliveries > 0 and facts.hooks.failed == 0 and not facts.hooks.warned
        assert facts.hooks.registered == {"DEVICE_STATUS": 1, "DEVICE_AUTHS": 1} and facts.hooks.unregistered == 0
        await keyturn.disconnect_grant(grant.id)
        after = await facts_of(keyturn, OURS, street.clock.now())
        assert after.live == 0 and after.scopes == {} and after.grants == {"disconnected": 1}

    play(tmp_path, story, operator_token=TOKEN, access=True)


def test_a_key_or_token_that_does_not_open_is_said(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        _, key = await street.integration.keys.new("test", (KeyScope.NOTIFY,), None)
        way = AsgiTransport(street.integration.app, OURS)
        with pytest.raises(Problem) as caught:
            await facts_of(KeyturnClient(OURS, key, way, street.clock), OURS, street.clock.now())
        assert caught.value.status == 403
        with pytest.raises(NotNow, match="does not know this operator's token"):
            await hooks_of(way, Secret("wrong"))

    play(tmp_path, story, operator_token=TOKEN)


def test_figures_that_are_not_there_are_said(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        with pytest.raises(NotNow, match="GET /metrics was answered with 404"):
            await hooks_of(AsgiTransport(street.integration.app, OURS), TOKEN)

    play(tmp_path, story)
