"""Everything the console reads, at one place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.store.database import Database
from keyturn.integration.store.operator import cases, people, story, traffic, waiting
from keyturn.integration.watch.records import (
    CaseLine,
    CustomerLine,
    DeliveryLine,
    EndpointLine,
    GrantLine,
    Hour,
    Moment,
    OutLine,
    Place,
    Unsettled,
)


class RecordRows:
    """Fulfils ``watch.records.Records``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def customers(self, before: Place, search: str) -> list[CustomerLine]:
        return await people.customers(self._db, before, search)

    async def grants(
        self, before: Place, state: str, now: datetime, customer_id: CustomerId | None = None
    ) -> list[GrantLine]:
        return await people.grants(self._db, before, state, now, customer_id)

    async def actions(self, before: Place, now: datetime) -> list[Unsettled]:
        return await waiting.actions(self._db, before, now)

    async def codes(self, before: Place) -> list[Unsettled]:
        return await waiting.codes(self._db, before)

    async def deliveries(self, before: Place, state: str) -> list[DeliveryLine]:
        return await traffic.deliveries(self._db, before, state)

    async def endpoints(self) -> list[EndpointLine]:
        return await traffic.endpoints(self._db)

    async def outgoing(self, before: Place, state: str) -> list[OutLine]:
        return await traffic.outgoing(self._db, before, state)

    async def cases(self, after: Place, state: str, patience: Mapping[str, timedelta]) -> list[CaseLine]:
        return await cases.cases(self._db, after, state, patience)

    async def actions_by_hour(self, now: datetime) -> list[Hour]:
        return await traffic.actions_by_hour(self._db, now)

    async def webhooks_by_hour(self, now: datetime) -> list[Hour]:
        return await traffic.webhooks_by_hour(self._db, now)

    async def story(self, customer_id: CustomerId, before: datetime) -> list[Moment]:
        return await story.story(self._db, customer_id, before)
