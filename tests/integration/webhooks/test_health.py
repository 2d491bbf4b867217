"""The share of deliveries we fail, counted by several processes and warned of before Nuki does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.integration.store.rows import NOW, on_store

from keyturn.integration.store import Store
from keyturn.integration.webhooks.health import NUKI_WARNS, WE_WARN, Budget, Outcome, Tally
from keyturn.secrecy import Secret


@pytest.mark.parametrize(
    ("taken", "not_taken", "warning"),
    [(0, 0, False), (0, 49, False), (98, 2, True), (99, 1, False), (0, 50, True)],
)
def test_when_an_operator_is_warned(taken: int, not_taken: int, warning: bool) -> None:
    assert Budget(taken, not_taken).warning is warning
    assert WE_WARN < NUKI_WARNS


def test_what_was_counted_is_taken_once() -> None:
    tally = Tally()
    tally.add(Outcome.TAKEN)
    tally.add(Outcome.TAKEN)
    assert tally.take() == {Outcome.TAKEN: 2}
    assert tally.take() == {}


def test_counts_add_up_and_end_after_a_day(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.counts.count({Outcome.TAKEN: 90, Outcome.REFUSED: 1}, NOW)
        await store.counts.count({Outcome.TAKEN: 5, Outcome.FAILED: 2}, NOW)
        assert await store.counts.budget(NOW) == Budget(95, 3)
        assert await store.counts.budget(NOW + timedelta(hours=25)) == Budget(0, 0)

    on_store(database, story)
