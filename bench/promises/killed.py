"""I2: SIGKILL at every step of a renewal, in turn.

No speed but a promise, counted: never two live pairs, never a grant lost that Nuki had not rotated, never silence.
``KEYTURN_ROUNDS=1000`` for the long run; ``python -m bench.promises.killed SQLite`` runs it alone, says how far it is,
and goes on where it was stopped.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.street import running
from tests.street.renewals.dying import STEPS
from tests.street.renewals.killed import killed_once, nursery

from bench.figure import Figure, Sample
from bench.peers import FOLDER
from bench.promises.renewals import shared_database
from keyturn.integration.grants.grant import GrantId

ROUNDS = int(os.environ.get("KEYTURN_ROUNDS", "20"))
FRESH = 40
"""Rounds with one sandbox: each reads its whole journal."""


def killed(kind: str) -> tuple[Figure, Callable[[Figure], None]]:
    """The row and how it is counted; ``kind`` is the database."""
    what = f"a renewal killed at each of its {len(STEPS)} steps, rounds, {kind}"
    figure = Figure("I2", what, "no speed: one live pair, or a loss that is said", 0.0)

    def run(figure: Figure) -> None:
        _count(figure, kind, Counter(), lambda ends: None)

    return figure, run


def _count(figure: Figure, kind: str, ends: Counter[str], told: Callable[[Counter[str]], None]) -> None:
    begun = time.monotonic()
    here = Path(__file__).parents[1]
    try:
        while ends.total() < ROUNDS:
            with (
                tempfile.TemporaryDirectory(dir=here) as folder,
                shared_database(kind, Path(folder)) as database,
                running.sandbox() as facts,
                nursery() as kill,
            ):
                for number in range(min(FRESH, ROUNDS - ends.total())):
                    step = STEPS[number % len(STEPS)]
                    ends[killed_once(facts, database, GrantId(f"grant{number}"), step, kill)] += 1
            told(ends)
    except AssertionError as broken:
        figure.note = f"BROKEN after {ends.total()} rounds: {broken}"
        return
    figure.ours.append(Sample(ROUNDS / (time.monotonic() - begun)))
    figure.note = f"kept: {ends.total()} rounds, {ends['kept']} kept, {ends['lost']} rotated unheard and said so"


def _alone(kind: str) -> None:
    logging.disable()  # each loss is said, and half of the rounds end in one
    kept = FOLDER / f"killed-{kind}.json"
    kept.parent.mkdir(exist_ok=True)
    ends = Counter(json.loads(kept.read_text())) if kept.exists() else Counter[str]()

    def told(ends: Counter[str]) -> None:
        kept.write_text(json.dumps(ends))
        print(f"{kind}: {ends.total()} of {ROUNDS} rounds", flush=True)

    figure, _ = killed(kind)
    _count(figure, kind, ends, told)
    print(f"{figure.name} {figure.what}: {figure.note}")


if __name__ == "__main__":
    _alone(sys.argv[1] if len(sys.argv) > 1 else "SQLite")
