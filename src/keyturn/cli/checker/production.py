"""``--production URL``: an integration in use, looked at from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keyturn.cli.checker.sketching import trusted
from keyturn.cli.complaint import Complaint

if TYPE_CHECKING:
    from keyturn.checker.report.value import Report
    from keyturn.checker.subject.settings import Described


def looked_at_from_outside(described: Described, url: str, trust: Path | None) -> Report:
    """Raises :class:`Complaint` for what is no address."""
    import asyncio

    from keyturn.checker.runner.production import looked_at
    from keyturn.checker.visitor.wire import Wire

    if not url.startswith(("http://", "https://")):
        raise Complaint(f"--production {url!r} is no address.", "Give one like https://stays.example.")

    async def look() -> Report:
        wire = Wire(trusted(trust))
        try:
            return await looked_at(url, described.subject, lambda address: wire.send("GET", address))
        finally:
            await wire.aclose()

    return asyncio.run(look())
