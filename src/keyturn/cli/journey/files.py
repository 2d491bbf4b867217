"""The files of the way: where they stand, and how they are written."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from keyturn.cli.complaint import Complaint

MANIFEST = Path("keyturn.toml")
REPORT = Path("state/check.json")
"""Where `keyturn check SUBJECT.toml --format json` is kept."""


def write(file: Path, content: bytes) -> None:
    """Complete or not at all. Raises :class:`Complaint`."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as trouble:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise Complaint(f"{file} cannot be written: {trouble.strerror}.", "Name another place.") from None
