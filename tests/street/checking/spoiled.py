"""Spoiled guest houses, checked several at a time: most of a check is waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.architecture.places import ROOT
from tests.street.checking.inside import Inside

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios import street
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict

GUEST_HOUSE = ROOT / "examples" / "starlette" / "SUBJECT.toml"
SOUND = 'command = ["python", "-m", "guesthouse"]'
AT_ONCE = 4
CAUGHT = (Verdict.FAILED, Verdict.WARNING)


def described(sabotage: str, folder: Path) -> Path:
    """The file of a guest house with this one thing wrong."""
    told = GUEST_HOUSE.read_text()
    assert SOUND in told
    file = folder / f"{sabotage}.toml"
    file.write_text(
        told.replace(SOUND, f'command = ["python", "-m", "tests.sabotage", "{sabotage}"]\nfolder = "{ROOT}"')
    )
    return file


def reports(caught_by: Mapping[str, str], folder: Path, certificates: Certificates) -> dict[str, Report]:
    """Each sabotage, checked for the one condition that must catch it."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(sabotage: str, condition: str) -> tuple[str, Report]:
        async with gate:
            wish = Wish(only=(condition,))
            return sabotage, await check(read(described(sabotage, folder)), certificates, wish, date(2026, 1, 1))

    async def all_of_them() -> Iterable[tuple[str, Report]]:
        return await asyncio.gather(*(one(*pair) for pair in caught_by.items()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(street, "Running", Inside)  # sockets are real, and no process has to start
        return dict(asyncio.run(all_of_them()))


def failed(report: Report) -> set[str]:
    """The conditions that found something."""
    return {one.condition for point in report.points for one in point.findings if one.verdict in CAUGHT}
