"""Processes that are made to be killed: one that has everything imported, and forks one that dies, as often as told.

Run as a module with the name of another, it calls that one's ``die_at(told, step)`` in each child.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SAID = 3
"""The file a child says things into while it lives."""
Kill = Callable[[dict[str, Any], str], str]
"""Start a process, see that it dies at that step; what it had said until then."""


def say(word: str) -> None:
    """One line, out of the process at once."""
    os.write(SAID, word.encode() + b"\n")


@contextmanager
def nursery(module: str) -> Iterator[Kill]:
    """Children of ``module``, one at a time."""
    command = [sys.executable, "-m", "tests.street.killed.nursery", module]
    folder = Path(__file__).parents[3]
    mother = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder)

    def kill(told: dict[str, Any], step: str) -> str:
        assert mother.stdin is not None
        assert mother.stdout is not None
        mother.stdin.write(json.dumps({"told": told, "step": step}) + "\n")
        mother.stdin.flush()
        end, said = json.loads(mother.stdout.readline())
        assert end == -signal.SIGKILL, f"{step}: it died of something else: {end}"
        return str(said)

    try:
        yield kill
    finally:
        mother.communicate(timeout=60)  # no more lines: it ends


def main(module: str) -> None:
    """Nothing but imports has happened before the fork, so that each child is as good as a process of its own."""
    die_at = importlib.import_module(module).die_at
    for line in sys.stdin:
        told = json.loads(line)
        heard, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(mouth, SAID)
            try:
                die_at(told["told"], told["step"])
            finally:
                os._exit(1)  # it was to die on the way
        os.close(mouth)
        with os.fdopen(heard) as said:
            words = said.read()
        print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
