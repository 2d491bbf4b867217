"""Stable names for secrets."""

from __future__ import annotations

from hashlib import sha256

SHORTEST = 8
"""A shorter secret is only recognised when it stands alone: it would be found in ordinary words."""
GENERATED = frozenset({32, 41, 43})
"""Lengths of the secrets the sandbox makes, so that an earlier process's are found, too."""


def fingerprint(value: str) -> str:
    """What is kept of a secret that only has to be recognised."""
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


class Labels:
    """Gives out labels, in the order in which the secrets were first met."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.known: dict[str, str] = known or {}
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
        return label

    def watch_for(self, kind: str, value: str) -> str:
        """The same, for a secret the sandbox did not make: it is found within other texts from now on."""
        if len(value) >= SHORTEST:
            self._lengths.add(len(value))
        return self.of(kind, value)

    def cleaned(self, text: str) -> str:
        """``text`` with every secret already met replaced, wherever somebody may have put it."""
        label = self.known.get(fingerprint(text))
        if label is not None:
            return label
        for length in sorted(self._lengths, reverse=True):
            at = 0
            while at + length <= len(text):
                label = self.known.get(fingerprint(text[at : at + length]))
                if label is None:
                    at += 1
                else:
                    text = text[:at] + label + text[at + length :]
                    at += len(label)
        return text
