"""Webhook registrations: rows of ``subscriptions``."""

from __future__ import annotations

import apsw

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.sqlite import Sqlite
from keyturn.integration.webhooks.subscriptions import Subscription
from keyturn.nuki.ids import WebhookId


class SubscriptionRows:
    """Fulfils ``webhooks.subscriptions.SubscriptionStore``."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db

    async def subscription_of(self, grant_id: GrantId) -> Subscription | None:
        return await self._db.read(lambda connection: _get(connection, "grant_id", grant_id))

    async def subscription_at(self, address: str) -> Subscription | None:
        return await self._db.read(lambda connection: _get(connection, "address", address))

    async def missing(self) -> list[GrantId]:
        """Usable grants that Nuki was not yet told where to send events for."""

        def read(connection: apsw.Connection) -> list[GrantId]:
            sql = (
                "SELECT grant_id FROM grants WHERE state IN ('active', 'stale') "
                "AND grant_id NOT IN (SELECT grant_id FROM subscriptions)"
            )
            return [GrantId(row[0]) for row in connection.execute(sql)]

        return await self._db.read(read)

    async def keep_subscription(self, subscription: Subscription) -> None:
        row = (
            *(subscription.address, subscription.grant_id),
            *(subscription.webhook_id, subscription.sealed_secret),
        )
        await self._db.write(
            lambda connection: connection.execute("INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?, ?)", row)
        )

    async def drop_subscription(self, address: str) -> None:
        await self._db.write(
            lambda connection: connection.execute("DELETE FROM subscriptions WHERE address = ?", (address,))
        )


def _get(connection: apsw.Connection, column: str, value: str) -> Subscription | None:
    sql = f"SELECT address, grant_id, webhook_id, sealed_secret FROM subscriptions WHERE {column} = ?"
    row = connection.execute(sql, (value,)).fetchone()
    return Subscription(row[0], GrantId(row[1]), WebhookId(row[2]), row[3]) if row else None
