"""Keypad codes and the locks that take them: rows of ``codes`` and ``code_locks``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keyturn.integration.access.code import ENDED, Code, CodeEvent, CodeId, CodeState, step
from keyturn.integration.access.confirm import CALM_SECONDS, changes_of
from keyturn.integration.access.drift import Drift, Standing, compare
from keyturn.integration.access.lock import Lock
from keyturn.integration.access.rules import Room
from keyturn.integration.access.window import Window
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.notify.event import EventKind, about_code
from keyturn.integration.store.company.outbox import happened, owner_of
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.webhooks.events import AuthChanged
from keyturn.nuki.codes import AuthType
from keyturn.nuki.dates import from_wire
from keyturn.nuki.ids import SmartlockId

_COLUMNS = (
    "code_id, grant_id, smartlock_id, name, state, valid_from, valid_until, week_days, from_minute, until_minute, "
    "requested_at, due_at, check_at, sealed_digits, auth_id, seen_update, refusal, drift, tries"
)
_CHANGED = frozenset({"due_at", "check_at", "auth_id", "seen_update", "refusal", "drift", "tries"})
_TOLD = {CodeState.ON_LOCK: EventKind.CODE_ON_LOCK, CodeState.FAILED: EventKind.CODE_FAILED}
_LIVING = "state NOT IN ('failed', 'removed')"
_USABLE = "grant_id IN (SELECT grant_id FROM grants WHERE state IN ('active', 'stale'))"


class CodeRows:
    """Fulfils ``access.request.CodeStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, code: Code) -> bool:
        async def write(connection: Connection) -> bool:
            places = ", ".join("?" * len(_COLUMNS.split(",")))
            sql = f"INSERT INTO codes ({_COLUMNS}) VALUES ({places}) ON CONFLICT DO NOTHING"
            return await connection.change(sql, *_row(code)) == 1

        return await self._db.write(write)

    async def move(
        self, code_id: CodeId, event: CodeEvent, *, at: datetime | None = None, **changes: Any
    ) -> Code | None:
        async def write(connection: Connection) -> Code | None:
            found = await _select(connection, "code_id = ? FOR UPDATE", code_id)
            return await _move(connection, found[0], event, changes, at) if found else None

        return await self._db.write(write)

    async def code(self, code_id: CodeId) -> Code | None:
        found = await self._db.read(lambda connection: _select(connection, "code_id = ?", code_id))
        return found[0] if found else None

    async def codes(self, grant_id: GrantId, smartlock_id: SmartlockId) -> list[Code]:
        """All of one lock, also those that have ended, the newest first."""
        where = "grant_id = ? AND smartlock_id = ? ORDER BY requested_at DESC, code_id"
        return await self._db.read(lambda connection: _select(connection, where, grant_id, smartlock_id))

    async def due(self, now: datetime, limit: int) -> list[Code]:
        where = f"{_LIVING} AND check_at <= ? AND {_USABLE} ORDER BY grant_id, smartlock_id LIMIT ?"
        return await self._db.read(lambda connection: _select(connection, where, to_ms(now), limit))

    async def look_again(self, code_id: CodeId, at: datetime) -> None:
        sql = "UPDATE codes SET check_at = ? WHERE code_id = ?"
        await self._db.write(lambda connection: connection.change(sql, to_ms(at), code_id))

    async def retry(self, code_id: CodeId, tries: int, due_at: datetime, check_at: datetime) -> None:
        sql = "UPDATE codes SET tries = ?, due_at = ?, check_at = ? WHERE code_id = ?"
        await self._db.write(
            lambda connection: connection.change(sql, tries, to_ms(due_at), to_ms(check_at), code_id)
        )

    async def inherit(self) -> int:
        """Codes of an ended grant go to the grant the same account is connected by now; returns how many."""
        heir = (
            "SELECT min(heir.grant_id) FROM grants AS old JOIN grants AS heir ON heir.account_id = old.account_id "
            "AND heir.state IN ('active', 'stale') WHERE old.grant_id = codes.grant_id"
        )
        sql = f"UPDATE codes SET grant_id = ({heir}) WHERE NOT {_USABLE} AND ({heir}) IS NOT NULL"
        return await self._db.write(lambda connection: connection.change(sql))

    async def keep_lock(self, lock: Lock) -> None:
        columns = ("timezone_id", "keypad", "online", "codes", "codes_most", "others", "known_at")
        sql = (
            "INSERT INTO code_locks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (grant_id, smartlock_id) "
            "DO UPDATE SET " + ", ".join(f"{column} = excluded.{column}" for column in columns)
        )
        row = (
            *(lock.grant_id, lock.smartlock_id, lock.timezone_id, int(lock.keypad), int(lock.online)),
            *(lock.room.codes, lock.room.codes_most, lock.room.others, to_ms(lock.known_at)),
        )
        await self._db.write(lambda connection: connection.change(sql, *row))

    async def lock(self, grant_id: GrantId, smartlock_id: SmartlockId) -> Lock | None:
        sql = "SELECT * FROM code_locks WHERE grant_id = ? AND smartlock_id = ?"
        rows = await self._db.read(lambda connection: connection.rows(sql, grant_id, smartlock_id))
        return _lock(rows[0]) if rows else None


async def tell_auth(connection: Connection, event: AuthChanged, grant_id: GrantId | None, at: datetime) -> bool:
    """What DEVICE_AUTHS tells of codes of ours, by Nuki's id or, before we know it, by the unique name."""
    auth = event.auth
    if auth.type != AuthType.KEYPAD_CODE:
        return False
    where = (
        f"smartlock_id = ?1 AND {_LIVING} AND (CAST(?2 AS TEXT) IS NULL OR grant_id = ?2) "
        "AND (auth_id = ?3 OR (auth_id IS NULL AND name = ?4)) FOR UPDATE"
    )
    found = await _select(connection, where, auth.smartlock_id, grant_id, auth.id, auth.name)
    for code in found:
        if not event.deleted and _older(auth.update_date, code.seen_update):
            continue  # it was on its way for longer than what we know
        finding = compare(code, None if event.deleted else auth)
        # A webhook's digits are not compared here: after a change we did not ask for, the list is read.
        calm = code.state is not CodeState.ON_LOCK
        rest = {"check_at": at + timedelta(seconds=CALM_SECONDS) if calm else at}
        match finding.standing:
            case Standing.FITS:
                await _move(connection, code, CodeEvent.SEEN, changes_of(finding) | rest, at)
            case Standing.DIFFERENT:
                await _move(connection, code, CodeEvent.DIFFERS, changes_of(finding) | {"check_at": at}, at)
            case Standing.ABSENT:
                changes = {"drift": Drift.GONE, "check_at": at}
                await _move(connection, code, CodeEvent.GONE, changes, at)
    return bool(found)


def _older(told: str | None, known: str | None) -> bool:
    """By Nuki's own dates; what has none, or one we cannot read, is taken as it comes."""
    try:
        return told is not None and known is not None and from_wire(told) < from_wire(known)
    except ValueError:
        return False


async def wake(connection: Connection, smartlock_id: SmartlockId, at: datetime) -> None:
    """The lock is within reach again: what it missed is looked after now."""
    sql = (
        "UPDATE codes SET check_at = ? WHERE smartlock_id = ? AND check_at > ? "
        "AND state IN ('unconfirmed', 'changing', 'removing')"
    )
    await connection.change(sql, to_ms(at), smartlock_id, to_ms(at))


async def look_again(connection: Connection, at: datetime) -> None:
    """Webhooks were missed: every code is held against its lock's list, from ``at`` on."""
    await connection.change(f"UPDATE codes SET check_at = ?1 WHERE check_at > ?1 AND {_LIVING}", to_ms(at))


async def _move(
    connection: Connection, code: Code, event: CodeEvent, changes: dict[str, Any], at: datetime | None
) -> Code | None:
    state = step(code.state, event)
    if state is None:
        return None
    columns: dict[str, Any] = {"state": state}
    for name, value in changes.items():
        if name == "window":
            columns |= dict(zip(("valid_from", "valid_until", "week_days", "from_minute", "until_minute"),
                                _window_row(value), strict=True))  # fmt: skip
        else:
            assert name in _CHANGED, name
            columns[name] = to_ms(value) if isinstance(value, datetime) else value
    if state in ENDED:
        columns["sealed_digits"] = b""
    assignments = ", ".join(f"{name} = ?" for name in columns)
    await connection.change(f"UPDATE codes SET {assignments} WHERE code_id = ?", *columns.values(), code.code_id)
    moved = (await _select(connection, "code_id = ?", code.code_id))[0]
    if state is not code.state and state in _TOLD:
        whose = await owner_of(connection, code.grant_id)
        await happened(connection, about_code(moved, _TOLD[state], whose, at or moved.check_at))
    return moved


async def _select(connection: Connection, where: str, *values: Any) -> list[Code]:
    return [_code(row) for row in await connection.rows(f"SELECT {_COLUMNS} FROM codes WHERE {where}", *values)]


def _window_row(window: Window) -> tuple[int | None, ...]:
    dates = (None if at is None else to_ms(at) for at in (window.since, window.until))
    return (*dates, window.days, window.from_minute, window.until_minute)


def _row(code: Code) -> tuple[Any, ...]:
    return (
        *(code.code_id, code.grant_id, code.smartlock_id, code.name, code.state, *_window_row(code.window)),
        *(to_ms(code.requested_at), to_ms(code.due_at), to_ms(code.check_at), code.sealed_digits),
        *(code.auth_id, code.seen_update, code.refusal, code.drift, code.tries),
    )


def _code(row: Any) -> Code:
    since, until = (None if stored is None else from_ms(stored) for stored in (row[5], row[6]))
    return Code(
        code_id=CodeId(row[0]),
        grant_id=GrantId(row[1]),
        smartlock_id=SmartlockId(row[2]),
        name=row[3],
        state=CodeState(row[4]),
        window=Window(since, until, row[7], row[8], row[9]),
        requested_at=from_ms(row[10]),
        due_at=from_ms(row[11]),
        check_at=from_ms(row[12]),
        sealed_digits=bytes(row[13]),
        auth_id=row[14],
        seen_update=row[15],
        refusal=row[16],
        drift=row[17],
        tries=row[18],
    )


def _lock(row: Any) -> Lock:
    return Lock(
        grant_id=GrantId(row[0]),
        smartlock_id=SmartlockId(row[1]),
        timezone_id=row[2],
        keypad=bool(row[3]),
        online=bool(row[4]),
        room=Room(row[5], row[6], row[7]),
        known_at=from_ms(row[8]),
    )
