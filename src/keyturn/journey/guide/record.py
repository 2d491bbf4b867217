"""``guide.json``: what was built, what each page mentions, and what each picture shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from keyturn import __version__
from keyturn.journey.errors import NotNow
from keyturn.journey.guide.reading import read

NAME = "guide.json"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: its files, and the lines of the page it shows, in the words and the order of a screen reader."""

    files: tuple[str, ...]
    lines: tuple[str, ...]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """``files`` are SHA-256 by path; ``pages`` the mentions by path and kind; ``pictures`` by ``LANGUAGE/NAME``."""

    keyturn: str
    languages: tuple[str, ...]
    files: dict[str, str]
    pages: dict[str, dict[str, tuple[str, ...]]]
    pictures: dict[str, Shown] = {}

    def edited(self, present: Mapping[str, bytes]) -> tuple[str, ...]:
        """Files that are no longer as they were built."""
        return tuple(path for path, mark in self.files.items() if path in present and _mark(present[path]) != mark)


def record_of(languages: tuple[str, ...], files: Mapping[str, bytes], pictures: dict[str, Shown]) -> Record:
    """The record of a build, pictures included in ``files``."""
    return Record(
        keyturn=__version__,
        languages=languages,
        files={path: _mark(content) for path, content in sorted(files.items())},
        pages={path: _mentioned(files[path]) for path in sorted(files) if path.endswith(".html")},
        pictures=pictures,
    )


def written(record: Record) -> bytes:
    """As it is kept."""
    return msgspec.json.format(msgspec.json.encode(record)) + b"\n"


def parsed(content: bytes) -> Record:
    """Raises :class:`NotNow` for what is no such record."""
    try:
        return msgspec.json.decode(content, type=Record)
    except msgspec.MsgspecError as trouble:
        raise NotNow(f"{NAME} cannot be read: {trouble}.", "Build the guide anew into another folder.") from None


def _mentioned(page: bytes) -> dict[str, tuple[str, ...]]:
    mentions: dict[str, tuple[str, ...]] = {}
    for kind, name in sorted(read(page.decode()).mentions):
        mentions[kind] = (*mentions.get(kind, ()), name)
    return mentions


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
