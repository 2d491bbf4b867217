"""Webhooks late, again, in another order or wrapped in a list: the end is the same, and nothing happens twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.joined import Street, play

from keyturn.integration.partners.page import START

FAULTS = ("webhook_reordered", "webhook_replayed", "webhook_late", "webhook_array_body", "webhook_twice")


@pytest.mark.parametrize("fault", FAULTS)
def test_two_actions_end_as_the_lock_did(tmp_path: Path, fault: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        name = str(street.lock["name"])
        await street.wait(5)
        street.sandbox.arm(fault, times=None)
        for kind, state in (("unlock", 3), ("lock", 1)):
            await street.press(kind)
            await street.wait(120)
            assert street.sandbox.device(street.lock["smartlock_id"])["state"]["state"] == state
            assert street.person.action_of(name) == "confirmed"
        street.sandbox.disarm()
        for _ in range(3):  # replays come an hour later
            await street.wait(1800)
        assert "Locked" in street.person.door(name)
        events = [event for _, event in await street.integration.store.outbox.events(START, 100)]
        confirmed = [event.facts["kind"] for event in events if event.facts.get("state") == "confirmed"]
        assert confirmed == ["unlock", "lock"], "each is told once"

    play(tmp_path, story)
