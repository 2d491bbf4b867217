from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import pytest

from keyturn.checker.errors import NotPlayed
from keyturn.checker.subject.process import OUTPUT_AT_MOST, Running, free_port

PARENT = "import subprocess,sys,time; p=subprocess.Popen(['sleep','60']); print(p.pid, flush=True); time.sleep(60)"
DAEMON = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen(["sleep", "60"], start_new_session=True).pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("program", [PARENT, DAEMON], ids=["a child", "a daemon that left the group"])
def test_whatever_the_subject_started_ends_with_it(tmp_path: Path, program: str) -> None:
    async def story() -> int:
        running = await Running.start(["python", "-c", program], {}, tmp_path)
        while not running.output():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await running.stop()
        return int(running.output())

    pid = asyncio.run(story())
    patience = time.monotonic() + 5  # it was killed; the machine may take a moment to be done with it
    while alive(pid) and time.monotonic() < patience:
        time.sleep(0.02)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_port_is_free_and_given_out_once() -> None:
    first = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + 1))
        others = [free_port() for _ in range(50)]
    assert first not in others and first + 1 not in others and len(set(others)) == 50


def test_a_flood_is_kept_in_bounds(tmp_path: Path) -> None:
    async def story() -> int:
        running = await Running.start(["python", "-c", "print('x' * 3_000_000)"], {}, tmp_path)
        while not running.ended:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await running.stop()
        return len(running.output())

    assert 0 < asyncio.run(story()) <= OUTPUT_AT_MOST + 64 * 1024


def test_one_that_is_never_ready_is_said_so(tmp_path: Path) -> None:
    async def never() -> bool:
        await asyncio.sleep(0.05)
        return False

    async def story() -> None:
        running = await Running.start(["sleep", "30"], {}, tmp_path)
        try:
            await running.ready(never, 0.3)
        finally:
            await running.stop()

    with pytest.raises(NotPlayed, match="not ready within"):
        asyncio.run(story())
