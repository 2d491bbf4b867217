"""SIGKILL at every named step of taking webhooks in and of changing the vault's key, in turn.

No speed but a promise, counted: nothing acknowledged is lost, nothing takes effect twice, every value can be read.
``KEYTURN_ROUNDS=1000`` for the long run; ``python -m bench.promises.chaos SQLite`` runs it alone.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.street.killed import intake, rotation
from tests.street.killed.nursery import nursery

from bench.figure import Figure, Sample
from bench.promises.renewals import shared_database
from keyturn.integration.grants.vault import new_key

ROUNDS = int(os.environ.get("KEYTURN_ROUNDS", "20"))
HERE = Path(__file__).parents[1]
_SAID = "no speed: none lost, none twice"
Row = tuple[Figure, Callable[[Figure], None]]


def taking_in(kind: str) -> Row:
    """The row and how it is counted; ``kind`` is the database."""
    steps, keys = list(intake.STEPS), new_key("chaos")
    figure = Figure("I6", f"taking in killed at each of {len(steps)} steps, rounds, {kind}", _SAID, 0.0)

    def run(figure: Figure) -> None:
        with (
            tempfile.TemporaryDirectory(dir=HERE) as folder,
            shared_database(kind, Path(folder)) as database,
            nursery(intake.__name__) as kill,
        ):
            _count(figure, lambda n: intake.killed_once(database, keys, n, steps[n % len(steps)], kill))

    return figure, run


def changing_the_key(kind: str) -> Row:
    """The same for the vault's key; each round has a database of its own."""
    steps = list(rotation.STEPS)
    figure = Figure("I9", f"a change of key killed at each of {len(steps)} steps, rounds, {kind}", _SAID, 0.0)

    def run(figure: Figure) -> None:
        with nursery(rotation.__name__) as kill:

            def once(number: int) -> None:
                with (
                    tempfile.TemporaryDirectory(dir=HERE) as folder,
                    shared_database(kind, Path(folder)) as database,
                ):
                    rotation.killed_once(database, steps[number % len(steps)], kill)

            _count(figure, once)

    return figure, run


def _count(figure: Figure, once: Callable[[int], None]) -> None:
    begun, done = time.monotonic(), 0
    try:
        for done in range(ROUNDS):
            once(done + 1)
    except AssertionError as broken:
        figure.note = f"BROKEN after {done} rounds: {broken}"
        return
    figure.ours.append(Sample(ROUNDS / (time.monotonic() - begun)))
    figure.note = f"kept: {ROUNDS} rounds"


if __name__ == "__main__":
    logging.disable()  # there is no Nuki, and each process says so
    for name in sys.argv[1:] or ("SQLite", "PostgreSQL"):
        for row, count in (taking_in(name), changing_the_key(name)):
            count(row)
            print(f"{row.name} {row.what}: {row.note}", flush=True)
