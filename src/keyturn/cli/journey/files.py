"""The files of the way: where they stand, and how they are written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from keyturn.cli.complaint import Complaint

MANIFEST = Path("keyturn.toml")
REPORT = Path("state/check.json")
"""Where `keyturn check SUBJECT.toml --format json` is kept."""


@contextlib.contextmanager
def understood(manifest: Path) -> Iterator[None]:
    """What cannot be read, or not be done now, becomes a :class:`Complaint`."""
    from keyturn.journey.errors import ManifestWrong, NotNow

    try:
        yield
    except ManifestWrong as wrong:
        raise Complaint(f"{manifest} is not in order:", str(wrong)) from None
    except NotNow as trouble:
        raise Complaint(str(trouble), trouble.remedy) from None


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
