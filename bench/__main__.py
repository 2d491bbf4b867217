"""Run every benchmark, print one table, write ``bench/results.json``; ``python -m bench S4 I3`` runs some."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import sandbox_rates, sandbox_size, token_rates
from bench.calls import client_rates, vault_rates
from bench.peers import NotToBeHad
from bench.promises import chaos, door_action, killed, outage, renewals, rotation, storm
from bench.webhooks import intake

Row = dict[str, Any]

RESULTS = Path(__file__).parent / "results.json"
BENCHMARKS = (
    sandbox_rates.listing,
    sandbox_rates.actions,
    sandbox_size.start,
    partial(sandbox_size.memory, 1_000),
    partial(sandbox_size.memory, 100_000),
    sandbox_size.crowded,
    sandbox_size.year,
    sandbox_size.hours,
    sandbox_size.fresh,
    token_rates.against_provider,
    token_rates.against_mock,
    intake.intake,
    intake.against_bolt,
    partial(renewals.renewals, "SQLite"),
    partial(renewals.renewals, "PostgreSQL"),
    partial(killed.killed, "SQLite"),
    partial(killed.killed, "PostgreSQL"),
    partial(storm.stormed, "SQLite"),
    partial(storm.stormed, "PostgreSQL"),
    partial(chaos.taking_in, "SQLite"),
    partial(chaos.taking_in, "PostgreSQL"),
    partial(chaos.changing_the_key, "SQLite"),
    partial(chaos.changing_the_key, "PostgreSQL"),
    vault_rates.cached,
    vault_rates.read,
    partial(vault_rates.crowded, "token read"),
    partial(vault_rates.crowded, "webhook routed"),
    outage.outage,
    door_action.door_action,
    rotation.rotated,
    client_rates.against_bare,
)


def main(*wanted: str) -> None:
    """Each benchmark in turn, or those of the ``wanted`` figures; one that cannot run says why.

    What was measured is kept after each: an interrupted round loses nothing.
    """
    made = [benchmark() for benchmark in BENCHMARKS]
    if unknown := set(wanted) - {figure.name for figure, _ in made}:
        raise SystemExit(
            f"There is no figure {', '.join(sorted(unknown))}. Name some of S3 … I10, or none for all."
        )
    rows: dict[tuple[str, ...], Row] = {}
    order = [key_of(figure.row()) for figure, _ in made]
    for figure, run in made:
        if wanted and figure.name not in wanted:
            continue
        print(f"{figure.name}: {figure.what} …", flush=True)
        try:
            run(figure)
        except NotToBeHad as reason:
            figure.note = f"not run: {reason}"
        rows[key_of(figure.row())] = figure.row()
        keep(rows, order)
    print()
    print(f"{'figure':<7}{'ours/s':>10}{'peer/s':>10}{'ratio':>7}{'goal':>6}{'p99 ms':>9}{'peer':>9}  against")
    for row in rows.values():
        print(line(row))
    print(f"\nWritten to {RESULTS}.")


def line(row: Row) -> str:
    """One row of the table, with its note below it."""
    cells = [row[key] for key in ("ours_per_second", "peer_per_second", "ratio", "goal")]
    waits = [row[key] for key in ("ours_p99_ms", "peer_p99_ms")]
    text = ["–" if cell is None else f"{cell}" for cell in (*cells, *waits)]
    told = "{:<7}{:>10}{:>10}{:>7}{:>6}{:>9}{:>9}  {}".format(row["figure"], *text, row["peer"])
    return f"{told}\n       {row['note']}" if row["note"] else told


def keep(rows: Mapping[tuple[str, ...], Row], order: Sequence[tuple[str, ...]]) -> None:
    """Put them in place of the same figures of before; those that are measured no more go."""
    before = json.loads(RESULTS.read_text())["figures"] if RESULTS.exists() else []
    known: dict[tuple[str, ...], Row] = {key_of(row): row for row in before}
    known.update(rows)
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    figures = [known[key] for key in order if key in known]
    RESULTS.write_text(json.dumps({"machine": machine, "figures": figures}, indent=2) + "\n")


def key_of(row: Row) -> tuple[str, ...]:
    """What makes it the same figure as before."""
    return row["figure"], row["what"], row["peer"]


if __name__ == "__main__":
    main(*sys.argv[1:])
