"""Stable names for secrets."""

from __future__ import annotations

import re
from hashlib import sha256

_LONG_WORD = re.compile(r"[A-Za-z0-9_\-.~%+/=]{16,}")


def fingerprint(value: str) -> str:
    """What is kept of a secret that only has to be recognised."""
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


class Labels:
    """Gives out labels, in the order in which the secrets were first met."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.known: dict[str, str] = known or {}
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
        return label

    def cleaned(self, text: str) -> str:
        """``text`` with every secret already met replaced, wherever somebody may have put it."""
        if len(text) < 16:
            return self.known.get(fingerprint(text), text)
        return _LONG_WORD.sub(lambda word: self.known.get(fingerprint(word[0]), word[0]), text)
