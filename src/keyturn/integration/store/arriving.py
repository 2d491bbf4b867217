"""A newcomer's grant: whose it is, seen by who had the account before, and told only then."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.grants.grant import CustomerId, Grant, GrantId
from keyturn.integration.notify.event import EventKind, about_grant
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection
from keyturn.nuki.ids import AccountId


async def hand_over(
    connection: Connection, grant_id: GrantId, account_id: AccountId, waited_for: CustomerId | None
) -> None:
    """Make a newcomer the customer who had the account last.

    Only if that customer has no other account, or is the one whose session had ended in this very browser: whoever
    signs in with one account must not see the doors of another.
    """
    newcomer = await _one(
        connection, "SELECT customer_id FROM grants WHERE grant_id = ? AND announced = 0", grant_id
    )
    owner = await _one(
        connection,
        "SELECT customer_id FROM grants WHERE account_id = ? AND grant_id <> ? ORDER BY created_at DESC LIMIT 1",
        *(account_id, grant_id),
    )
    if not newcomer or not owner or owner == newcomer:
        return
    others = (
        "SELECT grant_id FROM grants WHERE customer_id = ? AND (account_id <> ? "
        "OR (account_id IS NULL AND state IN ('active', 'stale')))"
    )
    if owner != waited_for and await connection.rows(others, owner, account_id):
        return
    await connection.change("UPDATE grants SET customer_id = ? WHERE grant_id = ?", owner, grant_id)
    await connection.change("DELETE FROM customers WHERE customer_id = ? AND reference IS NULL", newcomer)


async def announce(connection: Connection, grant: Grant | None, now: datetime) -> None:
    """Tell that somebody has connected, once."""
    sql = "UPDATE grants SET announced = 1 WHERE grant_id = ? AND announced = 0"
    if grant is not None and await connection.change(sql, grant.grant_id):
        await happened(connection, about_grant(EventKind.GRANT_CONNECTED, grant, now))


async def _one(connection: Connection, sql: str, *values: str | int) -> CustomerId | None:
    rows = await connection.rows(sql, *values)
    return CustomerId(rows[0][0]) if rows else None
