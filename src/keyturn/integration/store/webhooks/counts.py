"""What became of deliveries, hour by hour: rows of ``webhook_counts``."""

from __future__ import annotations

from datetime import datetime, timedelta

from keyturn.integration.store.database import Connection, Database, to_ms
from keyturn.integration.webhooks.health import Budget, Outcome

HOUR_MS = 3_600_000
DAY = timedelta(hours=24)


class CountRows:
    """Fulfils ``work.housekeeping.Counts``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def count(self, counted: dict[Outcome, int], now: datetime) -> None:
        """Add to the hour's, and forget those of more than a day ago."""

        async def write(connection: Connection) -> None:
            for outcome, number in sorted(counted.items()):
                await connection.change(
                    "INSERT INTO webhook_counts (hour, outcome, number) VALUES (?, ?, ?) "
                    "ON CONFLICT (hour, outcome) DO UPDATE SET number = webhook_counts.number + excluded.number",
                    *(to_ms(now) // HOUR_MS, outcome, number),
                )
            await connection.change("DELETE FROM webhook_counts WHERE hour < ?", to_ms(now - 2 * DAY) // HOUR_MS)

        if counted:
            await self._db.write(write)

    async def budget(self, now: datetime) -> Budget:
        """Of the last 24 hours, by whole hours."""

        async def read(connection: Connection) -> Budget:
            sql = "SELECT outcome, CAST(sum(number) AS BIGINT) FROM webhook_counts WHERE hour > ? GROUP BY outcome"
            rows = await connection.rows(sql, to_ms(now - DAY) // HOUR_MS)
            by = {row[0]: row[1] for row in rows}
            return Budget(by.get(Outcome.TAKEN, 0), by.get(Outcome.REFUSED, 0) + by.get(Outcome.FAILED, 0))

        return await self._db.read(read)
