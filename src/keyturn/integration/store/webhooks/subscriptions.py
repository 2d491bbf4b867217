"""Webhook registrations: rows of ``subscriptions``."""

from __future__ import annotations

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.database import Connection, Database
from keyturn.integration.webhooks.subscriptions import Subscription
from keyturn.nuki.ids import WebhookId


class SubscriptionRows:
    """Fulfils ``webhooks.subscriptions.SubscriptionStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def subscription_of(self, grant_id: GrantId) -> Subscription | None:
        return await self._db.read(lambda connection: _get(connection, "grant_id", grant_id))

    async def subscription_at(self, address: str) -> Subscription | None:
        return await self._db.read(lambda connection: _get(connection, "address", address))

    async def missing(self) -> list[GrantId]:
        """Usable grants that Nuki was not yet told where to send events for."""

        async def read(connection: Connection) -> list[GrantId]:
            sql = (
                "SELECT grant_id FROM grants WHERE state IN ('active', 'stale') "
                "AND grant_id NOT IN (SELECT grant_id FROM subscriptions)"
            )
            return [GrantId(row[0]) for row in await connection.rows(sql)]

        return await self._db.read(read)

    async def keep_subscription(self, subscription: Subscription) -> None:
        row = (
            *(subscription.address, subscription.grant_id),
            *(subscription.webhook_id, subscription.sealed_secret),
        )

        async def write(connection: Connection) -> None:
            # Two processes may register the same grant: the one who comes second replaces, and does not fail.
            await connection.lock(f"subscription/{subscription.grant_id}")
            await connection.change(
                "DELETE FROM subscriptions WHERE address = ? OR grant_id = ?",
                *(subscription.address, subscription.grant_id),
            )
            await connection.change("INSERT INTO subscriptions VALUES (?, ?, ?, ?)", *row)

        await self._db.write(write)

    async def drop_subscription(self, address: str) -> None:
        await self._db.write(
            lambda connection: connection.change("DELETE FROM subscriptions WHERE address = ?", address)
        )


async def _get(connection: Connection, column: str, value: str) -> Subscription | None:
    sql = f"SELECT address, grant_id, webhook_id, sealed_secret FROM subscriptions WHERE {column} = ?"
    rows = await connection.rows(sql, value)
    return Subscription(rows[0][0], GrantId(rows[0][1]), WebhookId(rows[0][2]), rows[0][3]) if rows else None
