"""A thousand connections that say nothing, or only half of something, are in nobody's way."""

from __future__ import annotations

import resource
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from tests.cli.process import end, running

IDLE = 1000
MOST_MEGABYTES = 40
MOST_SECONDS = 2.0


@contextmanager
def room_for(files: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < files:
        pytest.skip(f"this machine allows {hard} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, files), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def resident(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.parametrize("said", [b"", b"GET /smartlock HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
def test_idle_connections_are_harmless(tmp_path: Path, said: bytes) -> None:
    command = ("sandbox", "run", "--no-tls", "--port", "0")
    with room_for(IDLE + 200), running(*command, cwd=tmp_path) as (process, facts), ExitStack() as open_ones:
        port = int(facts["base_url"].rpartition(":")[2])

        def listed() -> float:
            began = time.monotonic()
            asked = urllib.request.Request(
                facts["base_url"] + "/smartlock", headers={"authorization": f"Bearer {facts['api_token']}"}
            )
            with urllib.request.urlopen(asked, timeout=10) as answer:
                assert b"Front door" in answer.read()
            return time.monotonic() - began

        listed()
        before = resident(process.pid)
        for _ in range(IDLE):
            link = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            if said:
                link.sendall(said)
        assert max(listed() for _ in range(20)) < MOST_SECONDS
        assert resident(process.pid) - before < MOST_MEGABYTES
        open_ones.close()
        assert listed() < MOST_SECONDS
        assert end(process) == 0


def test_a_server_takes_as_many_files_as_it_may() -> None:
    from keyturn.cli.serving import take_files

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 256), hard))
        take_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(hard if hard > 0 else 4096, 4096)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
