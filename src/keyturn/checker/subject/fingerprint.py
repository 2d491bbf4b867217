"""Whether a subject is still the same: everything beside its SUBJECT.toml that a person may have written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from keyturn.checker.subject.settings import Described

FILES_AT_MOST = 20_000
_WHOLE_UP_TO = 2**20
"""Bytes; of a larger file only name, size and time are taken in."""
_NOT_WRITTEN_BY_HAND = frozenset({"node_modules", "state", "__pycache__", "target", "dist", "build"})


def by_hand(folder: Path) -> Iterator[Path]:
    """Files in one order, hidden folders and those that programs fill left out; at most :data:`FILES_AT_MOST`."""
    left = FILES_AT_MOST
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if one not in _NOT_WRITTEN_BY_HAND and not one.startswith("."))
        yield from (Path(place, name) for name in sorted(names)[:left])
        left -= len(names)
        if left <= 0:
            return


def fingerprint(described: Described) -> str:
    """Of the subject's file and what lies in its folder: the same as long as nobody changes anything."""
    made = hashlib.sha256(described.text.encode())
    for file in by_hand(described.folder):
        try:
            known = file.stat()
            content = file.read_bytes() if known.st_size <= _WHOLE_UP_TO else str(known.st_mtime_ns).encode()
        except OSError:
            continue  # gone between two looks, or nobody may read it
        name = os.path.relpath(file, described.folder)
        made.update(f"\0{name}\0{len(content)}\0".encode(errors="replace"))
        made.update(content)
    return made.hexdigest()
