"""A PostgreSQL of the demo's own: Debian's programs over a folder in the demo's state, on this machine only."""

from __future__ import annotations

import asyncio
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

from keyturn.cli import state
from keyturn.cli.complaint import Broken, Complaint
from keyturn.secrecy import Secret

USER, NAME = "keyturn", "postgres"
START_SECONDS = 30.0


class Postgres:
    """Started with :meth:`start`; ended by :meth:`end`. Its data stays for the next time, as long as ``state`` does."""

    def __init__(self, state: Path) -> None:
        self._password_file, self._log = state / "postgres-password", state / "postgres.log"
        self._folder, self._who = place_of(state)
        self._process: Process | None = None

    async def start(self) -> Secret:
        """Its address, as in ``KEYTURN_DATABASE``. Raises :class:`Complaint` without PostgreSQL, :class:`Broken`."""
        programs = _programs()
        password = await asyncio.to_thread(self._made, programs)
        port, data = _free_port(), self._folder / "data"
        state.write_private(self._log, b"")
        with self._log.open("wb") as words:
            self._process = await asyncio.create_subprocess_exec(
                *(str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port)),
                *("-k", ""),  # no socket in the file system: its path could be too long
                stdout=words,
                stderr=words,
                cwd=self._folder,
                start_new_session=True,  # Ctrl-C reaches us only
                **self._who,
            )
        await self._listens(port)
        return Secret(f"postgresql://{USER}:{password.reveal()}@127.0.0.1:{port}/{NAME}")

    async def end(self) -> None:
        """Close every connection and end; nothing that was committed is lost."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
            await self._process.wait()

    def _made(self, programs: Path) -> Secret:
        """The data's folder, made when the state is new, and the password of its owner."""
        if self._password_file.exists():
            return Secret(self._password_file.read_text())
        shutil.rmtree(self._folder, ignore_errors=True)  # of a state that was deleted
        self._folder.mkdir(mode=0o700, parents=True)
        password, told = Secret(secrets.token_urlsafe(24)), self._folder / "told"
        state.write_private(told, password.reveal().encode())
        for each in (self._folder, told):
            if self._who:
                os.chown(each, self._who["user"], self._who["group"])
        command = ["initdb", "-D", "data", "-U", USER, "-A", "scram-sha-256", "--pwfile=told", "-E", "UTF8"]
        made = subprocess.run(  # noqa: S603
            [programs / "initdb", *command[1:]], capture_output=True, cwd=self._folder, check=False, **self._who
        )
        told.unlink()
        if made.returncode:
            raise Broken("The database could not be made.", made.stderr.decode(errors="replace").strip())
        state.write_private(self._password_file, password.reveal().encode())
        return password

    async def _listens(self, port: int) -> None:
        assert self._process is not None
        for _ in range(round(START_SECONDS / 0.1)):
            if self._process.returncode is not None:
                break
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            writer.close()
            return
        raise Broken("The database did not start.", self._log.read_text(errors="replace")[-1500:])


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise Complaint("PostgreSQL is not installed.", "On Debian: apt-get install postgresql.")
    return Path(elsewhere).parent


def place_of(state: Path) -> tuple[Path, dict[str, Any]]:
    """Where the data is kept, and as whom it runs: it refuses root, and others cannot enter root's folders."""
    if os.geteuid() != 0:
        return state / "postgres", {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        raise Complaint("PostgreSQL does not run as root.", "On Debian: apt-get install postgresql.") from None
    name = f"keyturn-demo-{hashlib.sha256(str(state).encode()).hexdigest()[:12]}"
    return Path("/var/lib/postgresql") / name, {
        **{"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []},
        "env": {"PATH": os.defpath},
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
    return port
