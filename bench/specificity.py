"""C3: correct integrations in three stacks, checked over and over. Nothing may fail, and no verdict may change.

``python -m bench.specificity --runs 100 --profile smoke --minutes 60`` writes ``artifacts/specificity.json`` after
every run, so that one which is ended early has counted what it did. Ends with 1 when anything was false.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from tests.street.checking.test_sound import HERE, SOUND

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict
from keyturn.cli import authority

RESULTS = Path(__file__).parents[1] / "artifacts" / "specificity.json"
FALSE = (Verdict.FAILED, Verdict.WARNING, Verdict.BROKEN)
TOLD_AT_MOST = 50


@dataclass
class Tally:
    """Of one stack. A flip is a condition in a story judged otherwise than in the first run."""

    runs: int = 0
    judgements: int = 0
    false: int = 0
    flips: int = 0
    seconds: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    _first: dict[tuple[str, str], Verdict] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        """Count one more run."""
        self.runs += 1
        self.seconds.append(report.seconds)
        for one in (finding for point in report.points for finding in point.findings):
            self.judgements += 1
            first = self._first.setdefault((one.condition, one.scenario), one.verdict)
            self.flips += one.verdict is not first
            self.false += one.verdict in FALSE
            if (one.verdict in FALSE or one.verdict is not first) and len(self.told) < TOLD_AT_MOST:
                seen = f"run {self.runs}: {one.condition} in {one.scenario}: {one.verdict}, first {first}"
                self.told.append(f"{seen}: {one.observation.partition(chr(10))[0][:200]}")

    def summary(self) -> dict[str, object]:
        """For the file of results."""
        middle = sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else None
        return {
            **{name: getattr(self, name) for name in ("runs", "judgements", "false", "flips", "told")},
            "median_seconds": middle,
        }


def wanted() -> argparse.Namespace:
    """What the command line says."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=100, help="of each stack")
    words.add_argument("--profile", choices=("smoke", "full"), default="smoke")
    words.add_argument("--minutes", type=float, default=60.0, help="no run begins after that time")
    words.add_argument("--stack", choices=sorted(SOUND), action="append", help="these only")
    return words.parse_args()


def rounds(asked: argparse.Namespace, tallies: dict[str, Tally]) -> Iterator[tuple[int, str]]:
    """Number and stack of every run to come, as long as there is time."""
    ends = time.monotonic() + asked.minutes * 60
    for number in range(1, asked.runs + 1):
        for name in tallies:
            if time.monotonic() > ends:
                return
            yield number, name


def main() -> int:
    """Check, count, and write down."""
    asked = wanted()
    tallies = {name: Tally() for name in HERE if not asked.stack or name in asked.stack}
    with TemporaryDirectory(prefix="keyturn-specificity-") as folder:
        made = authority.ensure(Path(folder) / "authority")
        shown = Certificates(made.ca_file, made.certificate, made.key)
        wish = Wish(smoke=asked.profile == "smoke")
        for number, name in rounds(asked, tallies):
            report = asyncio.run(check(read(HERE[name]), shown, wish, date(2026, 1, 1)))
            tally = tallies[name]
            tally.add(report)
            print(
                f"{number:4}/{asked.runs} {name:10} {report.seconds:6.1f} s  {tally.judgements} judgements, "
                f"{tally.false} false, {tally.flips} flips",
                flush=True,
            )
            RESULTS.parent.mkdir(exist_ok=True)
            RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(_results(asked, tallies)), indent=2))
    for line in (line for tally in tallies.values() for line in tally.told):
        print(line)
    return int(any(tally.false or tally.flips for tally in tallies.values()))


def _results(asked: argparse.Namespace, tallies: dict[str, Tally]) -> dict[str, object]:
    missing = [name for name in SOUND if name not in HERE]
    stacks = {name: tally.summary() for name, tally in tallies.items()}
    return {"profile": asked.profile, "asked_runs": asked.runs, "not_here": missing, "stacks": stacks}


if __name__ == "__main__":
    sys.exit(main())
