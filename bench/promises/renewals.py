"""I1: one dead token, many processes and tasks, a server that revokes the chain when a refresh token comes twice.

No speed but a promise, counted: one renewal a round, no failed call. ``KEYTURN_ROUNDS=1000`` for the long run;
``python -m bench.promises.renewals`` runs it alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from tests import postgres
from tests.street import running
from tests.street.renewals.crowd import crowd, keep_a_grant, let_the_token_die, what_is_told

from bench.figure import Figure, Sample
from bench.peers import NotToBeHad
from keyturn.integration.grants.grant import GrantId
from keyturn.secrecy import Secret

PROCESSES, TASKS = 4, 50
ROUNDS = int(os.environ.get("KEYTURN_ROUNDS", "50"))
DURABLE = ("fsync=on",)


def renewals(kind: str) -> tuple[Figure, Callable[[Figure], None]]:
    """The row and how it is counted; ``kind`` is the database."""
    what = f"one dead token, {PROCESSES} × {TASKS} callers, rounds, {kind}"
    figure = Figure("I1", what, "no speed: one renewal a round, no failed call", 0.0)

    def run(figure: Figure) -> None:
        with (
            tempfile.TemporaryDirectory(dir=Path(__file__).parents[1]) as folder,
            shared_database(kind, Path(folder)) as one,
        ):
            _count(figure, one, Path(folder))

    return figure, run


def _count(figure: Figure, database: Path | Secret, folder: Path) -> None:
    failed = 0
    with running.sandbox() as facts:
        told = what_is_told(facts, database, GrantId("shared"), TASKS)
        file = folder / "told.json"
        file.touch(0o600)
        file.write_text(json.dumps(told))
        asyncio.run(keep_a_grant(told, running.code_for(facts, "smartlock.readOnly")))
        answers, heard = _answers(facts, 0)
        first = len(answers)
        with crowd(file, PROCESSES) as loose:
            for _ in range(ROUNDS):
                let_the_token_die(facts)
                start = time.monotonic()
                failed += PROCESSES * TASKS - sum(outcome["good"] for outcome in loose())
                figure.ours.append(Sample(1 / (time.monotonic() - start)))
                following, heard = _answers(facts, heard)  # every round: a journal forgets what is long ago
                answers += following
        renewed = answers[first:].count(200)
        refused = len(answers) - first - renewed
    kept = "kept" if (renewed, refused, failed) == (ROUNDS, 0, 0) else "BROKEN"
    figure.note = f"{kept}: {ROUNDS} rounds, {renewed} renewals, {refused} refused, {failed} failed calls"


def _answers(facts: dict[str, Any], after: int) -> tuple[list[int], int]:
    """What the token endpoint answered since that entry of the sandbox's journal, and the last entry read."""
    answers: list[int] = []
    while True:
        query = {"after": after, "limit": 1000}
        page = httpx2.get(facts["base_url"] + "/_sandbox/journal", params=query, trust_env=False)
        entries = page.raise_for_status().json()["entries"]
        if not entries:
            return answers, after
        after = entries[-1]["sequence"]
        answers += [int(entry["status"]) for entry in entries if entry["subject"] == "POST /oauth/token"]


@contextmanager
def shared_database(kind: str, folder: Path) -> Iterator[Path | Secret]:
    """An empty one that is as durable as in earnest."""
    if kind == "SQLite":
        yield folder / "shared.db"
        return
    try:
        server = postgres.server(DURABLE)
        with server as started:
            yield started.fresh()
    except FileNotFoundError as missing:
        raise NotToBeHad(str(missing)) from missing


if __name__ == "__main__":
    for name in ("SQLite", "PostgreSQL"):
        row, count = renewals(name)
        count(row)
        print(f"{row.name} {row.what}: {row.note}")
