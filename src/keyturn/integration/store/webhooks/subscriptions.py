"""Webhook registrations: rows of ``subscriptions``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.webhooks.registrations import Subscription
from keyturn.nuki.ids import WebhookId

_USED = "UPDATE subscriptions SET retired_at = ? WHERE grant_id = ? AND retired_at IS NULL"


class SubscriptionRows:
    """Fulfils ``webhooks.subscriptions.SubscriptionStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def account_of(self, grant_id: GrantId) -> str:
        async def read(connection: Connection) -> str:
            rows = await connection.rows("SELECT account_id FROM grants WHERE grant_id = ?", grant_id)
            known = rows and rows[0][0] is not None
            return f"account/{rows[0][0]}" if known else grant_id

        return await self._db.read(read)

    async def subscription_of(self, grant_id: GrantId) -> Subscription | None:
        where = "grant_id = ? AND retired_at IS NULL"
        return await self._db.read(lambda connection: _get(connection, where, grant_id))

    async def subscription_at(self, address: str) -> Subscription | None:
        return await self._db.read(lambda connection: _get(connection, "address = ?", address))

    async def missing(self) -> list[GrantId]:
        """Usable grants that Nuki was not yet told where to send events for."""

        async def read(connection: Connection) -> list[GrantId]:
            sql = (
                "SELECT grant_id FROM grants WHERE state IN ('active', 'stale') "
                "AND grant_id NOT IN (SELECT grant_id FROM subscriptions WHERE retired_at IS NULL)"
            )
            return [GrantId(row[0]) for row in await connection.rows(sql)]

        return await self._db.read(read)

    async def keep_subscription(self, subscription: Subscription) -> None:
        made_at = to_ms(subscription.made_at)
        row = (
            *(subscription.address, subscription.grant_id, subscription.webhook_id),
            *(subscription.sealed_secret, made_at),
        )

        async def write(connection: Connection) -> None:
            # Two processes may register the same grant: the one who comes second replaces, and does not fail.
            await connection.lock(f"subscription/{subscription.grant_id}")
            await connection.change(_USED, made_at, subscription.grant_id)
            await connection.change(
                "INSERT INTO subscriptions (address, grant_id, webhook_id, sealed_secret, made_at) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET retired_at = NULL",
                *row,
            )
            # The account was connected anew while Nuki answered: what was made for its former grant is not for use.
            ended = "grant_id IN (SELECT grant_id FROM grants WHERE state NOT IN ('active', 'stale'))"
            sql = f"UPDATE subscriptions SET retired_at = ? WHERE address = ? AND {ended}"
            await connection.change(sql, made_at, subscription.address)

        await self._db.write(write)

    async def retire(self, grant_id: GrantId, now: datetime) -> None:
        await self._db.write(lambda connection: connection.change(_USED, to_ms(now), grant_id))

    async def elsewhere(self, grant_id: GrantId, addresses: Iterable[str]) -> set[str]:
        wanted = list(addresses)

        async def read(connection: Connection) -> set[str]:
            if not wanted:
                return set()
            places = ", ".join("?" * len(wanted))
            sql = (
                f"SELECT address FROM subscriptions WHERE address IN ({places}) "
                "AND retired_at IS NULL AND grant_id <> ?"
            )
            return {row[0] for row in await connection.rows(sql, *wanted, grant_id)}

        return await self._db.read(read)

    async def forget_retired(self, before: datetime) -> None:
        sql = "DELETE FROM subscriptions WHERE retired_at <= ?"
        await self._db.write(lambda connection: connection.change(sql, to_ms(before)))


async def _get(connection: Connection, where: str, value: str) -> Subscription | None:
    columns = "address, grant_id, webhook_id, sealed_secret, made_at, retired_at"
    rows = await connection.rows(f"SELECT {columns} FROM subscriptions WHERE {where}", value)
    return _subscription(rows[0]) if rows else None


def _subscription(row: Any) -> Subscription:
    return Subscription(
        address=row[0],
        grant_id=GrantId(row[1]),
        webhook_id=WebhookId(row[2]),
        sealed_secret=row[3],
        made_at=from_ms(row[4]),
        retired=row[5] is not None,
    )
