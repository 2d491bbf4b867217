"""SIGKILL at every named step of taking webhooks in and of changing the vault's key: nothing lost, nothing twice.

Each step once or twice; ``python -m bench.promises.chaos`` goes on for as long as told.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.street.killed import intake, rotation
from tests.street.killed.nursery import nursery

from keyturn.integration.grants.vault import new_key
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
ROUNDS = 2


def test_webhooks_taken_in_by_a_process_that_is_killed(database: Path | Secret) -> None:
    keys = new_key("killed")
    with nursery(intake.__name__) as kill:
        for number, step in enumerate(ROUNDS * list(intake.STEPS), 1):
            intake.killed_once(database, keys, number, step, kill)


@pytest.mark.parametrize("step", rotation.STEPS)
def test_a_change_of_the_vaults_key_that_is_killed(database: Path | Secret, step: str) -> None:
    with nursery(rotation.__name__) as kill:
        rotation.killed_once(database, step, kill)
