"""I2: SIGKILL at every step of a renewal: never two live pairs, never a lost grant Nuki had not rotated, never silence.

A few rounds of each step; ``python -m bench.promises.killed`` runs a thousand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.street import running
from tests.street.renewals.dying import STEPS
from tests.street.renewals.killed import killed_once, nursery

from keyturn.integration.grants.grant import GrantId
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
ROUNDS = 2


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_in_a_renewal(database: Path | Secret, step: str) -> None:
    with running.sandbox() as facts, nursery() as kill:
        ends = [killed_once(facts, database, GrantId(f"grant{n}"), step, kill) for n in range(ROUNDS)]
    if step in ("lease taken", "committed"):
        assert ends == ["kept"] * ROUNDS
    if step == "answer received":
        assert ends == ["lost"] * ROUNDS
