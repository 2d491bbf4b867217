"""The same run on PostgreSQL: connect, unlock, see it confirmed, and another process sees it too."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests import postgres
from tests.pair.joined import Street, play

from keyturn.integration.store import Store

pytestmark = pytest.mark.postgres


def test_from_connecting_to_a_confirmed_unlock(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()

    async def story(street: Street) -> None:
        other = Store(address)
        heard: set[str | None] = set()
        listening = asyncio.create_task(other.listen(heard.add))
        await street.person.connect()
        await street.press("unlock")
        assert street.person.action_of(street.lock["name"]) == "accepted"
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"
        assert any(heard), "a customer is named, not only that something happened"
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        assert await other.inbox.waiting(10) == []
        await other.close()

    play(tmp_path, story, database=address)


def test_a_dead_token_is_renewed_and_the_run_goes_on(tmp_path: Path, postgres_server: postgres.Server) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.clock.advance(3 * 3600)
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story, database=postgres_server.fresh(), session_idle_seconds=4 * 3600.0)
