"""Stable names for secrets."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from zlib import crc32

SHORTEST = 8
"""A shorter secret is only recognised when it stands alone: it would be found in ordinary words."""
GENERATED = frozenset({32, 41, 43})
"""Lengths of the secrets the sandbox makes, so that an earlier process's are found, too."""


def fingerprint(value: str) -> str:
    """What is kept of a secret that only has to be recognised."""
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


class Labels:
    """Gives out labels, in the order in which the secrets were first met.

    ``known`` maps fingerprints to labels; ``hints`` are checksums of beginnings, so that a text is looked through
    in no time. Both may come from an earlier process.
    """

    def __init__(self, known: dict[str, str] | None = None, hints: Iterable[int] = ()) -> None:
        self.known: dict[str, str] = known or {}
        self.hints = set(hints)
        self._lengths = set(GENERATED)
        self._counts: dict[str, int] = {}
        for label in self.known.values():
            kind, _, number = label.rpartition("-")
            self._counts[kind] = max(self._counts.get(kind, 0), int(number))

    def of(self, kind: str, value: str) -> str:
        """The label of a secret; a new one of ``kind`` when it was never met."""
        mark = fingerprint(value)
        label = self.known.get(mark)
        if label is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            label = self.known[mark] = f"{kind}-{number}"
        if len(value) >= SHORTEST:
            self._lengths.add(len(value))
            self.hints.add(_hint(value))
        return label

    def cleaned(self, text: str) -> str:
        """``text`` with every secret already met replaced, wherever somebody may have put it."""
        if len(text) < SHORTEST:
            return self.known.get(fingerprint(text), text)
        at, parts, kept = 0, list[str](), 0
        while at + SHORTEST <= len(text):
            length, label = self._at(text, at) if _hint(text, at) in self.hints else (0, "")
            if length:
                parts += (text[kept:at], label)
                kept = at + length
            at += length or 1
        return "".join((*parts, text[kept:])) if parts else text

    def _at(self, text: str, at: int) -> tuple[int, str]:
        for length in sorted(self._lengths, reverse=True):
            if at + length <= len(text):
                label = self.known.get(fingerprint(text[at : at + length]))
                if label is not None:
                    return length, label
        return 0, ""


def _hint(text: str, at: int = 0) -> int:
    return crc32(text[at : at + SHORTEST].encode("utf-8", "surrogatepass"))
