"""Counts over every table, and what readiness asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keyturn.integration.grants.vault import mark_of
from keyturn.integration.store.database import Connection, Database, to_ms
from keyturn.integration.store.sealed import PLACES, SealedRows
from keyturn.integration.store.webhooks.counts import CountRows
from keyturn.integration.support.case import PATIENCE, CaseState
from keyturn.integration.watch.figures import Backlog, Figures, Load

_ASIDE = " UNION ALL ".join(
    f"SELECT '{state}', count(*) FROM inbox WHERE state = '{state}'" for state in ("early", "dead")
)
"""Each has an index of its own, which one question for both would not use."""
DAY, OVERDUE = timedelta(hours=24), timedelta(minutes=10)


class FigureRows:
    """Fulfils ``watch.figures.FigureStore`` and ``watch.ready.ReadyStore``."""

    def __init__(self, db: Database) -> None:
        self._db, self._sealed, self._counts = db, SealedRows(db), CountRows(db)

    async def schema(self) -> tuple[int, int]:
        return await self._db.schema()

    async def one_sealed(self) -> bytes | None:
        async def read(connection: Connection) -> bytes | None:
            sql = "SELECT sealed_access FROM grants WHERE state = 'active' AND sealed_access IS NOT NULL LIMIT 1"
            rows = await connection.rows(sql)
            return bytes(rows[0][0]) if rows else None

        return await self._db.read(read)

    async def figures(self, now: datetime) -> Figures:
        budget = await self._counts.budget(now)

        async def read(connection: Connection) -> Figures:
            ms = to_ms(now)
            actions = await connection.rows(
                "SELECT state, kind, count(*) FROM actions WHERE requested_at > ? GROUP BY state, kind",
                to_ms(now - DAY),
            )
            events_out = "FROM deliveries_out WHERE state = 'waiting'"
            return Figures(
                at=now,
                grants=await _by(connection, "SELECT state, count(*) FROM grants GROUP BY state"),
                renewals_overdue=await _one(
                    connection,
                    "SELECT count(*) FROM grants WHERE renew_at < ? AND state IN ('active', 'stale')",
                    to_ms(now - OVERDUE),
                ),
                actions={(row[0], row[1]): row[2] for row in actions},
                actions_waiting=await _one(
                    connection, "SELECT count(*) FROM actions WHERE state IN ('requested', 'accepted')"
                ),
                codes=await _by(connection, "SELECT state, count(*) FROM codes GROUP BY state"),
                inbox=await _backlog(connection, "received_at", "FROM inbox WHERE state = 'received'", ms),
                inbox_states=await _by(connection, _ASIDE),
                taken=budget.taken,
                not_taken=budget.not_taken,
                registrations=await _one(
                    connection, "SELECT count(*) FROM subscriptions WHERE retired_at IS NULL"
                ),
                events_out=await _backlog(connection, "due_at", events_out, ms),
                events_given_up=await _one(
                    connection, "SELECT count(*) FROM deliveries_out WHERE state = 'given_up'"
                ),
                endpoints=await _by(connection, "SELECT state, count(*) FROM endpoints GROUP BY state"),
                cases=await _one(connection, "SELECT count(*) FROM cases WHERE state = 'opened'"),
                cases_late=await _one(
                    connection,
                    "SELECT count(*) FROM cases WHERE state = 'opened' AND changed_at < ?",
                    to_ms(now - PATIENCE[CaseState.OPENED]),
                ),
                leases=await _leases(connection, ms),
            )

        return await self._db.read(read)

    async def sealed_by_key(self, key_ids: tuple[str, ...]) -> dict[str, int]:
        found = {
            name: sum([await self._sealed.count(place, mark_of(name)) for place in PLACES]) for name in key_ids
        }
        everything = sum([await self._sealed.count(place) for place in PLACES])
        return found | {"other": max(0, everything - sum(found.values()))}

    async def confirmed(self, after: datetime, until: datetime) -> list[float]:
        async def read(connection: Connection) -> list[float]:
            # Looked for by the day they were asked for, which has an index.
            sql = (
                "SELECT settled_at - requested_at FROM actions WHERE state = 'confirmed' "
                "AND requested_at > ? AND settled_at > ? AND settled_at <= ?"
            )
            rows = await connection.rows(sql, to_ms(after - DAY), to_ms(after), to_ms(until))
            return [row[0] / 1000 for row in rows]

        return await self._db.read(read)

    def load(self) -> Load:
        return self._db.load()


async def _by(connection: Connection, sql: str, *values: int) -> dict[str, int]:
    return {row[0]: row[1] for row in await connection.rows(sql, *values)}


async def _one(connection: Connection, sql: str, *values: int) -> int:
    found: Any = (await connection.rows(sql, *values))[0][0]
    return int(found or 0)


async def _backlog(connection: Connection, age: str, what: str, now: int) -> Backlog:
    number, oldest = (await connection.rows(f"SELECT count(*), min({age}) {what}"))[0]
    return Backlog(waiting=number, oldest_seconds=max(0, now - oldest) / 1000 if number else 0.0)


async def _leases(connection: Connection, now: int) -> dict[str, int]:
    """Names like ``round/sweep``: what stands before the slash is one of a few."""
    found: dict[str, int] = {}
    for (name,) in await connection.rows("SELECT name FROM leases WHERE held_until > ?", now):
        family = name.partition("/")[0]
        found[family] = found.get(family, 0) + 1
    return found
