"""The state folder: files only their owner can read, and a lock that lives as long as its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keyturn.cli.complaint import Complaint

OWNER_ONLY = 0o600
DEFAULT = Path("state")


def folder(path: Path) -> Path:
    """Make the folder if it is missing; only its owner can look into it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise Complaint(
            f"The state folder {path} cannot be made: {trouble.strerror}.", "Name another with --state FOLDER."
        ) from trouble
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write a file with mode 0600, complete or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    draft.replace(path)


@contextmanager
def held(path: Path, wait: bool = False) -> Iterator[bool]:
    """Hold the lock file ``path``; gives False if another process holds it and ``wait`` is off.

    The system lets go of the lock when the process ends, however it ends: nothing is ever left locked.
    """
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
