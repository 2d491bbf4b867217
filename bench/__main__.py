"""Run every benchmark, print one table, write ``bench/results.json``."""

from __future__ import annotations

import json
import platform
from functools import partial
from pathlib import Path

from bench import sandbox_rates, sandbox_size, token_rates
from bench.calls import client_rates, vault_rates
from bench.figure import Figure
from bench.peers import NotToBeHad
from bench.promises import chaos, door_action, killed, outage, renewals, rotation, storm
from bench.webhooks import intake

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


def main() -> None:
    """Each benchmark in turn; one that cannot run says why."""
    figures: list[Figure] = []
    for benchmark in BENCHMARKS:
        figure, run = benchmark()
        print(f"{figure.name}: {figure.what} …", flush=True)
        try:
            run(figure)
        except NotToBeHad as reason:
            figure.note = f"not run: {reason}"
        figures.append(figure)
    print()
    print(f"{'figure':<7}{'ours/s':>10}{'peer/s':>10}{'ratio':>7}{'goal':>6}{'p99 ms':>9}{'peer':>9}  against")
    for figure in figures:
        row = figure.row()
        cells = [row[key] for key in ("ours_per_second", "peer_per_second", "ratio", "goal")]
        waits = [row[key] for key in ("ours_p99_ms", "peer_p99_ms")]
        text = [("–" if cell is None else f"{cell}") for cell in (*cells, *waits)]
        print("{:<7}{:>10}{:>10}{:>7}{:>6}{:>9}{:>9}  {}".format(figure.name, *text, figure.peer))
        if figure.note:
            print(f"       {figure.note}")
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    RESULTS.write_text(json.dumps({"machine": machine, "figures": [f.row() for f in figures]}, indent=2) + "\n")
    print(f"\nWritten to {RESULTS}.")


if __name__ == "__main__":
    main()
