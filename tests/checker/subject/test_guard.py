"""The checker dies of SIGKILL, and nothing of its subject is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKER = """
import asyncio, sys
from pathlib import Path
from keyturn.checker.subject.process import Running
SUBJECT = '''
import os, subprocess, time
print(os.getpid(), subprocess.Popen(["sleep", "60"]).pid, flush=True)
time.sleep(60)
'''

async def story():
    running = await Running.start(["python", "-c", SUBJECT], {}, Path("."))
    while not running.output():
        await asyncio.sleep(0.02)
    print(running.output(), flush=True)
    await asyncio.sleep(60)

asyncio.run(story())
"""


def test_a_killed_checker_leaves_no_process_behind() -> None:
    with subprocess.Popen([sys.executable, "-c", CHECKER], stdout=subprocess.PIPE, text=True) as checker:
        assert checker.stdout is not None
        pids = [int(word) for word in checker.stdout.readline().split()]
        assert len(pids) == 2 and all(map(_alive, pids))
        checker.kill()
    patience = time.monotonic() + 5
    while (any(map(_alive, pids)) or _guards(pids[0])) and time.monotonic() < patience:
        time.sleep(0.02)
    assert not [pid for pid in pids if _alive(pid)]
    assert not _guards(pids[0])


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _guards(group: int) -> list[int]:
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                words = Path(entry.path, "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if b"keyturn-guard" in words and str(group).encode() in words and _alive(int(entry.name)):
                found.append(int(entry.name))
    return found
