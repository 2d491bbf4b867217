"""Webhook deliveries: rows of ``inbox``."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.access import tell_auth, wake
from keyturn.integration.store.actions import about_it, apply_outcome, get, naming
from keyturn.integration.store.activity.rows import tell_entry
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.store.doors import tell, tell_fittings
from keyturn.integration.store.invites import tell_invite
from keyturn.integration.store.wishes import tell_config
from keyturn.integration.webhooks.events import (
    ActionSettled,
    AuthChanged,
    ConfigTold,
    Event,
    LogEntered,
    NotForUs,
    Several,
    StatusChanged,
    parts_of,
)
from keyturn.integration.webhooks.inbox import Delivery, DeliveryState, Opened
from keyturn.nuki.codes import ServerState

_MATTERS = (DeliveryState.EARLY, DeliveryState.SETTLED, DeliveryState.IGNORED)
"""Of the parts of one body, what the whole is called: the first of these that is true of any."""


class InboxRows:
    """Fulfils ``webhooks.inbox.InboxStore`` and ``smartlocks.settle.DeliveryStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def receive(self, *deliveries: Delivery) -> None:
        rows = [(d.delivery_id, d.grant_id, to_ms(d.received_at), d.sealed_body) for d in deliveries]
        sql = (
            "INSERT INTO inbox (delivery_id, grant_id, received_at, sealed_body, state) "
            "VALUES (?, ?, ?, ?, 'received') ON CONFLICT DO NOTHING"
        )
        await self._db.write(lambda connection: connection.each(sql, rows))

    async def waiting(self, limit: int) -> list[Delivery]:
        async def read(connection: Connection) -> list[Delivery]:
            sql = (
                "SELECT delivery_id, grant_id, received_at, sealed_body FROM inbox "
                "WHERE state = 'received' ORDER BY number LIMIT ?"
            )
            rows = await connection.rows(sql, limit)
            return [Delivery(row[0], _grant_id(row[1]), from_ms(row[2]), row[3]) for row in rows]

        return await self._db.read(read)

    async def mark(self, delivery_id: str, state: DeliveryState) -> None:
        """Settled or ignored."""
        await self._db.write(lambda connection: _mark(connection, delivery_id, state))

    async def settle(self, opened: list[Opened], now: datetime) -> None:
        """Each delivery with what it changes, all in one transaction."""

        async def write(connection: Connection) -> None:
            parts = [(delivery, parts_of(event)) for delivery, event in opened]
            await connection.lock(*{_subject(part) for _, several in parts for part in several} - {""})
            ours = await _claim(connection, [delivery for delivery, _ in opened])
            became: dict[str, DeliveryState] = {}
            for delivery, several in parts:
                if delivery.delivery_id not in ours or delivery.delivery_id in became:
                    continue  # another process has settled it
                states = [await _settle(connection, delivery, part, now) for part in several]
                became[delivery.delivery_id] = min(states, key=_MATTERS.index, default=DeliveryState.IGNORED)
            for state in set(became.values()):
                among, values = _among(
                    [delivery for delivery, _ in opened if became.get(delivery.delivery_id) is state]
                )
                await connection.change(f"UPDATE inbox SET state = ? WHERE {among}", state, *values)

        await self._db.write(write)

    async def give_up_early(self, before: datetime) -> None:
        """Early confirmations that came before that and that nobody has claimed are another program's."""
        sql = "UPDATE inbox SET state = 'ignored' WHERE state = 'early' AND received_at < ?"
        await self._db.write(lambda connection: connection.change(sql, to_ms(before)))


def _subject(event: Event) -> str:
    """What two processes must not settle side by side."""
    match event:
        case ActionSettled():
            return naming(event.request_id)
        case StatusChanged() | ConfigTold():
            return f"door/{event.smartlock_id}"
        case AuthChanged():
            return f"auth/{event.auth.id}"
        case LogEntered() | NotForUs() | Several():
            return ""


async def _claim(connection: Connection, deliveries: list[Delivery]) -> set[str]:
    """Those that are ours to settle in this transaction, because nobody has; held in one order for all processes."""
    among, values = _among(deliveries)
    sql = f"SELECT delivery_id FROM inbox WHERE {among} AND state = 'received' ORDER BY number FOR UPDATE"
    return {row[0] for row in await connection.rows(sql, *values)}


def _among(deliveries: list[Delivery]) -> tuple[str, list[str | int]]:
    """A condition and its values. The instants tell PostgreSQL which parts of the table to look into."""
    instants = [to_ms(delivery.received_at) for delivery in deliveries] or [0]
    ids = dict.fromkeys(delivery.delivery_id for delivery in deliveries)
    places = ", ".join("?" * len(ids))
    return f"delivery_id IN ({places}) AND received_at BETWEEN ? AND ?", [*ids, min(instants), max(instants)]


async def _settle(connection: Connection, delivery: Delivery, event: Event, now: datetime) -> DeliveryState:
    match event:
        case ActionSettled():
            return await _settle_action(connection, delivery, event, now)
        case StatusChanged():
            told = await tell(connection, event, delivery.grant_id, delivery.received_at)
            if event.server_state == ServerState.OK:
                await wake(connection, event.smartlock_id, now)
        case AuthChanged():
            told = await tell_auth(connection, event, delivery.grant_id, now)
        case ConfigTold():
            fittings = await tell_fittings(connection, event, delivery.grant_id)
            told = await tell_config(connection, event, delivery.grant_id) or fittings
        case LogEntered():
            told = await tell_entry(connection, event.entry, delivery.grant_id)
        case NotForUs() | Several():
            told = False
    return DeliveryState.SETTLED if told else DeliveryState.IGNORED


async def _settle_action(
    connection: Connection, delivery: Delivery, event: ActionSettled, now: datetime
) -> DeliveryState:
    action = await get(connection, "request_id", event.request_id)
    if action is None:
        # An invitation's, or the answer to our own call is still on its way: kept under its request id.
        await connection.change(
            "UPDATE inbox SET request_id = ?, success = ?, error_code = ?, smartlock_id = ? WHERE delivery_id = ?",
            *(event.request_id, event.success, event.error_code, event.smartlock_id, delivery.delivery_id),
        )
        told = await tell_invite(connection, event.request_id, event.success, event.error_code, delivery.grant_id)
        return DeliveryState.SETTLED if told else DeliveryState.EARLY
    if not about_it(action, delivery.grant_id, event.smartlock_id):
        return DeliveryState.IGNORED  # signed, but not by whom, or not about what, this action is
    await apply_outcome(connection, event.request_id, event.success, event.error_code, now)
    return DeliveryState.SETTLED


async def _mark(connection: Connection, delivery_id: str, state: DeliveryState) -> None:
    await connection.change("UPDATE inbox SET state = ? WHERE delivery_id = ?", state, delivery_id)


def _grant_id(stored: str | None) -> GrantId | None:
    return None if stored is None else GrantId(stored)
