"""I6: webhooks doubled, out of order and lost, to two processes that are killed meanwhile.

No speed but a promise, counted: nothing acknowledged is lost, nothing has its effect twice, the end is right.
``KEYTURN_WEBHOOKS_SENT=100000`` for the long run; ``python -m bench.promises.storm`` runs it alone.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.street.shared.storm import storm

from bench.figure import Figure, Sample
from bench.promises.renewals import shared_database

SIZE = int(os.environ.get("KEYTURN_WEBHOOKS_SENT", "10000"))
KILLS = 20
PORTS = [18474, 18475]


def stormed(kind: str) -> tuple[Figure, Callable[[Figure], None]]:
    """The row and how it is counted; ``kind`` is the database."""
    what = f"webhooks, a fifth twice, {KILLS} kills, {kind}"
    figure = Figure("I6", what, "no speed: none lost, none twice, the end right", 0.0)

    def run(figure: Figure) -> None:
        with (
            tempfile.TemporaryDirectory(dir=Path(__file__).parents[1]) as folder,
            shared_database(kind, Path(folder)) as one,
        ):
            start = time.monotonic()
            told = asyncio.run(storm(one, PORTS, SIZE, KILLS))
            figure.ours.append(Sample(told.acknowledged / (time.monotonic() - start)))
        lost = max(0, told.acknowledged - told.kept) + len(told.owed - told.confirmed)
        twice = told.events - len(told.confirmed)
        kept = "kept" if (lost, twice, told.doors_right) == (0, 0, True) else "BROKEN"
        figure.note = (
            f"{kept}: {told.acknowledged} of {told.sent} acknowledged, {told.kills} kills, {lost} lost, "
            f"{twice} effects twice, {len(told.confirmed)} confirmed, doors {'right' if told.doors_right else 'WRONG'}"
        )

    return figure, run


if __name__ == "__main__":
    for name in ("SQLite", "PostgreSQL"):
        row, count = stormed(name)
        count(row)
        print(f"{row.name} {row.what}: {row.note}, {row.row()['ours_per_second']}/s")
