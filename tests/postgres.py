"""A PostgreSQL of one's own: Debian's, in a temporary folder, on a free port, as a user without rights."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from keyturn.secrecy import Secret

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests, which need no database after the power is gone."""
PATIENCE = 20.0


@dataclass
class Server:
    """Holds as many databases as are asked for."""

    port: int
    process: subprocess.Popen[bytes]
    _numbers: Iterator[int]

    def address(self, name: str) -> Secret:
        """As in ``KEYTURN_DATABASE``."""
        return Secret(f"postgresql://keyturn:not-asked-for@127.0.0.1:{self.port}/{name}")

    def fresh(self) -> Secret:
        """The address of a new, empty database."""
        name = f"keyturn_{next(self._numbers)}"
        asyncio.run(self.tell(f"CREATE DATABASE {name}"))
        return self.address(name)

    async def tell(self, sql: str) -> Any:
        """Run a statement as the owner; the first value of the answer."""
        connection = await asyncpg.connect(self.address("postgres").reveal())
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()


@contextmanager
def server(settings: tuple[str, ...] = FAST) -> Iterator[Server]:
    """Start one, end it, remove it."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="keyturn-postgres-"))
    port = _free_port()
    who = _somebody(folder)
    data = folder / "data"
    made = ["initdb", "-D", str(data), "-U", "keyturn", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([binaries / made[0], *made[1:]], check=True, capture_output=True, cwd=folder, **who)
    options = [part for setting in settings for part in ("-c", setting)]
    process = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        **who,
    )
    try:
        running = Server(port, process, count(1))
        _wait(running)
        yield running
    finally:
        process.send_signal(signal.SIGINT)  # lets no client hold up the end
        process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("PostgreSQL is missing. On Debian: make debian, or apt-get install postgresql")
    return found[-1].parent


def _somebody(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(running: Server) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            asyncio.run(running.tell("SELECT 1"))
            return
        except (OSError, asyncpg.PostgresError):
            if running.process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
