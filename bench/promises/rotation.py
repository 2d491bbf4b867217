"""I9: the vault's key is changed over 100,000 records while other processes read, renew and connect.

No speed but a promise, counted: no read fails. ``KEYTURN_RECORDS`` says how many; ``python -m bench.promises.rotation``
runs it alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.figure import Figure, Sample
from bench.promises.reading import a_grant
from keyturn.clock import SystemClock
from keyturn.integration.grants.keys import FileKeys
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.integration.store.sealed import PLACES

RECORDS = int(os.environ.get("KEYTURN_RECORDS", "100000"))
READERS = 2
PER_GRANT = 2


def rotated() -> tuple[Figure, Callable[[Figure], None]]:
    """The row and how it is counted."""
    what = f"vault key changed over {RECORDS:,} records, {READERS} processes reading and renewing"
    figure = Figure("I9", what, "no speed: no failed read", 0.0)

    def run(figure: Figure) -> None:
        with tempfile.TemporaryDirectory(dir=Path(__file__).parents[1]) as folder:
            asyncio.run(_change(figure, Path(folder)))

    return figure, run


async def _change(figure: Figure, folder: Path) -> None:
    ring, database, grants = folder / "ring", folder / "keyturn.db", RECORDS // PER_GRANT
    old, new = new_key("old").reveal(), new_key("new").reveal()
    ring.touch(0o600)
    ring.write_text(old)
    store, vault, clock = Store(database), Vault(FileKeys(ring)), SystemClock()
    for first in range(0, grants, 2000):
        many = range(first, min(first + 2000, grants))
        await asyncio.gather(*(store.grants.save(a_grant(vault, number), clock.now()) for number in many))
    command = [sys.executable, "-m", "bench.promises.reading", str(database), str(ring), str(grants)]
    readers = [
        subprocess.Popen([*command, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: ASYNC220
        for n in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None
        reader.stdout.readline()  # it is reading
    ring.write_text(f"{new}\n{old}\n")
    begun, vault, batches = time.monotonic(), Vault(FileKeys(ring)), 0

    def told(done: int) -> None:
        nonlocal batches
        batches += 1

    changed = sum([await store.sealed.rotate(place, vault, told) for place in PLACES])
    changed += sum([await store.sealed.rotate(place, vault, told) for place in PLACES])  # sealed late by a reader
    figure.ours.append(Sample(changed / (time.monotonic() - begun)))
    reports = [json.loads(reader.communicate(b"end\n", timeout=60)[0]) for reader in readers]
    left = sum([await store.sealed.count(place) - await store.sealed.count(place, vault.mark) for place in PLACES])
    ring.write_text(new)
    alone = Vault(FileKeys(ring))
    for number in range(0, grants, max(1, grants // 500)):
        grant = await store.grants.grant(a_grant(vault, number).grant_id)
        assert grant is not None
        assert grant.sealed_access is not None
        alone.open(grant.sealed_access, f"grant/{grant.grant_id}/access/{grant.generation}")
    await store.close()
    reads, renewals, failed = (sum(report[name] for report in reports) for name in ("reads", "renewals", "failed"))
    kept = "kept" if not failed and not left and changed >= RECORDS // 2 else "BROKEN"
    figure.note = (
        f"{kept}: {changed:,} records in {batches} batches, {reads:,} reads and {renewals:,} renewals meanwhile, "
        f"{failed} failed, {left} left under the old key"
    )


if __name__ == "__main__":
    row, count = rotated()
    count(row)
    print(f"{row.name} {row.what}: {row.note}")
