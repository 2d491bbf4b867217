"""Everything that is kept, in one sqlite file. Tokens are encrypted; a stolen file opens no door."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TABLES = """
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, csrf TEXT, grant_id TEXT, made REAL);
CREATE TABLE IF NOT EXISTS state (id TEXT PRIMARY KEY, session TEXT, made REAL);
CREATE TABLE IF NOT EXISTS grants (id TEXT PRIMARY KEY, tokens BLOB);
CREATE TABLE IF NOT EXISTS action (reference TEXT PRIMARY KEY, grant_id TEXT, door INTEGER, verb TEXT,
                                   request_id TEXT, at REAL);
CREATE TABLE IF NOT EXISTS confirmation (request_id TEXT PRIMARY KEY, success INTEGER, code TEXT, at REAL);
CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, door INTEGER, told TEXT, at REAL);
CREATE TABLE IF NOT EXISTS trouble (reference TEXT PRIMARY KEY, what TEXT, at REAL);
"""
KEPT_SECONDS = {"state": 600, "session": 30 * 86400}


@dataclass(frozen=True)
class Tokens:
    """What Nuki issued. ``expires`` is in seconds since 1970."""

    access: str
    refresh: str
    expires: float

    def __repr__(self) -> str:
        return "Tokens(…)"


@dataclass(frozen=True)
class Session:
    id: str
    csrf: str
    grant_id: str | None


class Store:
    def __init__(self, path: str, key: bytes) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(TABLES)
        self._cipher = AESGCM(key)

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
        return found

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self.db.execute(sql, values).fetchall()

    # The browser's session: the cookie's value itself is not kept, only its digest.

    def new_session(self, grant_id: str | None = None) -> Session:
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), grant_id)
        row = (digest(session.id), session.csrf, grant_id, time.time())
        self.db.execute("INSERT INTO session VALUES (?, ?, ?, ?)", row)
        return session

    def session(self, cookie: str) -> Session | None:
        since = time.time() - KEPT_SECONDS["session"]
        row = self.one("SELECT * FROM session WHERE id = ? AND made > ?", digest(cookie), since)
        return Session(cookie, row["csrf"], row["grant_id"]) if row else None

    def end_session(self, cookie: str) -> None:
        self.db.execute("DELETE FROM session WHERE id = ?", (digest(cookie),))

    # The state of a connection being made: bound to a session, good for one callback.

    def keep_state(self, state: str, session: Session) -> None:
        self.db.execute("REPLACE INTO state VALUES (?, ?, ?)", (digest(state), digest(session.id), time.time()))

    def take_state(self, state: str) -> str | None:
        """The digest of the session it was made for; it is gone afterwards."""
        row = self.one("DELETE FROM state WHERE id = ? RETURNING session, made", digest(state))
        return row["session"] if row and row["made"] > time.time() - KEPT_SECONDS["state"] else None

    # Grants

    def keep_tokens(self, grant_id: str, tokens: Tokens) -> None:
        sealed = self.sealed(json.dumps([tokens.access, tokens.refresh, tokens.expires]).encode(), grant_id)
        self.db.execute("REPLACE INTO grants VALUES (?, ?)", (grant_id, sealed))

    def tokens(self, grant_id: str) -> Tokens | None:
        row = self.one("SELECT tokens FROM grants WHERE id = ?", grant_id)
        return Tokens(*json.loads(self.opened(row["tokens"], grant_id))) if row else None

    def forget_grant(self, grant_id: str) -> None:
        """The tokens go, and everybody who was logged in by them is logged out."""
        self.db.execute("DELETE FROM grants WHERE id = ?", (grant_id,))
        self.db.execute("DELETE FROM session WHERE grant_id = ?", (grant_id,))

    def sealed(self, plain: bytes, grant_id: str) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._cipher.encrypt(nonce, plain, grant_id.encode())

    def opened(self, sealed: bytes, grant_id: str) -> bytes:
        return self._cipher.decrypt(sealed[:12], sealed[12:], grant_id.encode())


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
