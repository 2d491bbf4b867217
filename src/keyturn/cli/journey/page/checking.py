"""A check started from the page: a child process whose progress can be followed while it runs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.files import write
from keyturn.cli.journey.nuki import TOKEN
from keyturn.cli.journey.running import API_KEY, OPERATOR_TOKEN

LOOK_SECONDS = 0.2
WITH_REPORT = (0, 1, 3)
"""Codes with which a check ends that wrote its report."""


class Checking:
    """At most one at a time. ``lines`` are its stories as they end; ``ended`` its last word."""

    def __init__(self, subject: Path, report: Path) -> None:
        self.subject, self._report = subject, report
        self.lines: list[str] = []
        self.ended: str | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread()

    @property
    def possible(self) -> bool:
        """Whether there is something to check."""
        return self.subject.is_file()

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._child is not None

    def start(self) -> None:
        """Harmless when one runs already. What is checked gets no secret of the company's."""
        if self.running or not self.possible:
            return
        self.lines, self.ended = [], None
        environment = {
            name: value for name, value in os.environ.items() if name not in (TOKEN, API_KEY, OPERATOR_TOKEN)
        }
        command = [sys.executable, "-m", "keyturn.cli", "check", str(self.subject), "--format", "json"]
        self._child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)  # noqa: S603
        self._thread = threading.Thread(target=self._follow, args=(self._child,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, and what it started."""
        if (child := self._child) is not None:
            child.terminate()
            self._thread.join(30)

    async def follow(self) -> AsyncIterator[str]:
        """Every line, those told before too, until it has ended."""
        told = 0
        while True:
            running = self.running
            while told < len(self.lines):
                yield self.lines[told]
                told += 1
            if not running:
                return
            await asyncio.sleep(LOOK_SECONDS)

    def _follow(self, child: subprocess.Popen[bytes]) -> None:
        report: list[bytes] = []
        with child:
            assert child.stdout and child.stderr
            out = threading.Thread(
                target=lambda pipe: report.append(pipe.read()), args=(child.stdout,), daemon=True
            )
            out.start()
            for line in child.stderr:
                self.lines.append(line.decode("utf-8", "replace").strip())
            out.join()
        self.ended = "done" if child.returncode in WITH_REPORT else "broken"
        try:
            if self.ended == "done":
                write(self._report, report[0])
        except Complaint as trouble:
            self.lines.append(str(trouble))
            self.ended = "broken"
        self._child = None
