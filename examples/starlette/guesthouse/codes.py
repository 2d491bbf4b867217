"""Keypad codes for guests. The digits are shown once, to whom made them, and kept nowhere here."""

from __future__ import annotations

import secrets

from guesthouse.nuki import Nuki
from guesthouse.store import Store

NAME_AT_MOST = 20


class Codes:
    def __init__(self, store: Store, nuki: Nuki) -> None:
        self.store, self.nuki = store, nuki

    async def make(self, grant_id: str, door: int, name: str) -> str:
        """The digits of a new code; the lock may take a moment to learn it."""
        digits = self.digits()
        await self.nuki.give_code(grant_id, door, name.strip()[:NAME_AT_MOST] or "Guest", digits)
        return digits

    def digits(self) -> str:
        """Six, none a zero, not 12 at first: Nuki takes no others."""
        while True:
            drawn = "".join(secrets.choice("123456789") for _ in range(6))
            if not drawn.startswith("12"):
                return drawn
