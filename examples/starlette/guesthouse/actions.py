"""Locking and unlocking, and what became of it."""

from __future__ import annotations

import secrets
import sqlite3
import time
from dataclasses import dataclass

from guesthouse.nuki import Nuki
from guesthouse.settings import Settings
from guesthouse.store import Store

MEANINGS = {
    "42": "The motor is blocked. Check that the door is closed properly, then try again.",
    "45": "The lock is busy. Wait a few seconds, then try again.",
    "49": "The battery is too weak. Change the batteries.",
    "4c": "The battery is too weak. Change the batteries.",
    "ff": "The lock could not be reached. Check its power and network, then try again.",
}


@dataclass(frozen=True)
class Outcome:
    """``word`` is waiting, confirmed, failed or unconfirmed."""

    word: str
    sentence: str


class Actions:
    def __init__(self, settings: Settings, store: Store, nuki: Nuki) -> None:
        self.settings, self.store, self.nuki = settings, store, nuki

    async def ask(self, grant_id: str, door: int, verb: str) -> str:
        """The reference under which the outcome will stand."""
        request_id = await self.nuki.act(grant_id, door, verb)
        reference = secrets.token_hex(6)
        row = (reference, grant_id, door, verb, request_id, time.time())
        self.store.db.execute("INSERT INTO action VALUES (?, ?, ?, ?, ?, ?)", row)
        return reference

    def find(self, grant_id: str, reference: str) -> sqlite3.Row | None:
        return self.store.one("SELECT * FROM action WHERE reference = ? AND grant_id = ?", reference, grant_id)

    def outcome(self, action: sqlite3.Row) -> Outcome:
        """Success is what a webhook confirmed, and nothing else."""
        if confirmation := self.confirmation(action):
            return self.confirmed() if confirmation["success"] else self.failed(confirmation["code"])
        return self.waiting() if self.in_time(action) else self.silent()

    def confirmation(self, action: sqlite3.Row) -> sqlite3.Row | None:
        return self.store.one("SELECT * FROM confirmation WHERE request_id = ?", action["request_id"])

    def in_time(self, action: sqlite3.Row) -> bool:
        return bool(time.time() < action["at"] + self.settings.confirm_seconds)

    def waiting(self) -> Outcome:
        return Outcome("waiting", "The request is on its way. This page looks again by itself.")

    def confirmed(self) -> Outcome:
        return Outcome("confirmed", "The lock has confirmed it.")

    def failed(self, code: str) -> Outcome:
        return Outcome("failed", MEANINGS.get(code.lower(), "The lock did not do it. Try again, or use the key."))

    def silent(self) -> Outcome:
        return Outcome("unconfirmed", "The lock has not answered. Look at the door before you rely on it.")
