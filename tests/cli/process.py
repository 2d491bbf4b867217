"""The real command as a process, ended with the test."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "keyturn.cli")
PATIENCE = 30.0


def run(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """To its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=_clean(environ),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def running(*arguments: str, cwd: Path, **environ: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A server and its first line, read as JSON."""
    with subprocess.Popen(
        [*COMMAND, *arguments, "--format", "json"],
        cwd=cwd,
        env=_clean(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
            assert ready, "nothing was printed in time"
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            yield process, json.loads(line)
        finally:
            if process.poll() is None:
                process.kill()


def end(process: subprocess.Popen[str], with_signal: signal.Signals = signal.SIGTERM) -> int:
    """Ask it to end; its exit code."""
    process.send_signal(with_signal)
    return process.wait(PATIENCE)


def _clean(environ: dict[str, str]) -> dict[str, str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith("KEYTURN_")}
    return {**ours, **environ}
