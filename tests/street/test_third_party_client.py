"""A client that nobody here wrote: PyPI's ``nuki-web-api`` finds in the sandbox what it expects of Nuki."""

from __future__ import annotations

import time

import pytest
from nukiwebapi import NukiWebAPI
from tests.street import running

pytestmark = pytest.mark.street
PATIENCE = 15.0


def test_it_lists_the_devices_and_unlocks_one() -> None:
    with running.sandbox() as facts:
        nuki = NukiWebAPI(facts["api_token"], base_url=facts["base_url"])
        doors = nuki.lock_instances
        assert {(number, door.name) for number, door in doors.items()} == {
            (known["smartlock_id"], known["name"]) for known in facts["smartlocks"]
        }
        door = next(door for door in doors.values() if door.raw_data["type"] == 4 and door.is_locked)
        door.unlock()
        deadline = time.monotonic() + PATIENCE
        while door.state["state"] != 3:  # unlocked: heard at once, done only after the motor has turned
            assert time.monotonic() < deadline, f"still in state {door.state['state']}"
            time.sleep(0.2)
            door.refresh()
        entries = nuki.smartlock_log.list_logs_for_smartlock(door.id).json()
        assert entries[0]["action"] == 1


def test_it_reads_the_account_and_nukis_words_for_a_bad_token() -> None:
    with running.sandbox() as facts:
        nuki = NukiWebAPI(facts["api_token"], base_url=facts["base_url"])
        assert nuki.account.get()["email"] == facts["account"]["email"]
        with pytest.raises(Exception, match="Your access token is not authorized"):
            NukiWebAPI("not-a-token", base_url=facts["base_url"]).account.get()
