"""Support cases as lines, in the order in which they want an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.store.database import Database, from_ms
from keyturn.integration.watch.records import PAGE, CaseLine, Place


async def cases(db: Database, after: Place, state: str, patience: Mapping[str, timedelta]) -> list[CaseLine]:
    # How long each state may last is the desk's rule; a state without a limit is due when it was last changed.
    limits = " ".join(
        f"WHEN '{name}' THEN {round(limit.total_seconds() * 1000)}" for name, limit in patience.items()
    )
    sql = (
        "SELECT due_at, case_id, customer_id, code, state, opened_at FROM (SELECT case_id, customer_id, code, state, "
        f"opened_at, changed_at + CASE state {limits} ELSE 0 END AS due_at FROM cases "
        "WHERE state = ?4 OR (CAST(?4 AS TEXT) = '' AND state <> 'solved')) AS awaited "
        "WHERE (due_at, case_id) > (?1, ?2) ORDER BY due_at, case_id LIMIT ?3"
    )
    rows = await db.read(lambda connection: connection.rows(sql, *after, PAGE, state))
    return [
        CaseLine(
            place=(row[0], row[1]),
            case_id=row[1],
            customer_id=None if row[2] is None else CustomerId(row[2]),
            code=row[3],
            state=row[4],
            opened_at=from_ms(row[5]),
            due_at=from_ms(row[0]) if row[4] in patience else None,
        )
        for row in rows
    ]
