"""Chance: from a seed on a virtual clock, so that a story has one outcome; from the system on a real one."""

from __future__ import annotations

import random
from string import ascii_letters, digits

_ALPHABET = ascii_letters + digits + "-_"


class Entropy:
    """Ids and secrets. ``seed`` None takes the machine's own randomness."""

    def __init__(self, seed: str | None) -> None:
        self._random: random.Random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311

    def secret(self, length: int = 43) -> str:
        """An opaque text of six bits a character; 43 of them are 256 bits."""
        bits = self._random.getrandbits(6 * length)
        return "".join(_ALPHABET[bits >> 6 * place & 63] for place in range(length))

    def object_id(self) -> str:
        """24 hex digits, as Nuki's request, log and authorization ids."""
        return f"{self._random.getrandbits(96):024x}"

    def number(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return self._random.randint(low, high)
