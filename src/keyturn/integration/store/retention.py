"""How each table that grows is made smaller again."""

from __future__ import annotations

from datetime import datetime, timedelta

from keyturn.integration.store.database import Database
from keyturn.integration.store.database.batches import forget
from keyturn.integration.store.database.seam import Aging
from keyturn.integration.work.retention import Growing

_OWED = "state = 'waiting' AND endpoint_id IN (SELECT endpoint_id FROM endpoints WHERE state = 'active')"
AGING: dict[Growing, tuple[Aging, ...]] = {
    Growing.WEBHOOKS: (
        Aging(
            table="inbox",
            key="number",
            at="received_at",
            stays="state IN ('received', 'early', 'dead')",
            parted=True,
        ),
    ),
    Growing.DELIVERIES: (
        Aging(table="deliveries_out", key="endpoint_id, event_id", at="at", stays=_OWED, parted=True),
    ),
    Growing.EVENTS: (
        Aging(
            table="events_out",
            key="number",
            at="at",
            stays=f"event_id IN (SELECT event_id FROM deliveries_out WHERE {_OWED})",
            parted=True,
        ),
    ),
    Growing.ACTIVITY: (Aging(table="activity", key="grant_id, entry_id", at="at", parted=True),),
    Growing.ACTIONS: (
        Aging(table="actions", key="action_id", at="requested_at", stays="state IN ('requested', 'accepted')"),
    ),
    Growing.ACCESS: (
        Aging(table="codes", key="code_id", at="check_at", stays="state NOT IN ('failed', 'removed')"),
        Aging(table="invites", key="invite_id", at="expires_at"),
    ),
    Growing.CASES: (Aging(table="cases", key="case_id", at="changed_at", stays="state <> 'solved'"),),
    Growing.MISHAPS: (Aging(table="mishaps", key="reference", at="at"),),
    Growing.REPEATS: (Aging(table="repeats", key="key_id, name", at="created_at"),),
    Growing.SESSIONS: (
        Aging(table="sessions", key="session_hash", at="expires_at"),
        Aging(table="operator_sessions", key="session_hash", at="expires_at"),
    ),
    Growing.STATES: (
        Aging(table="pending", key="state_hash", at="expires_at"),
        Aging(table="tickets", key="ticket_hash", at="expires_at"),
        Aging(table="connect_links", key="link_hash", at="expires_at"),
    ),
}
"""In this order: a delivery goes before its event."""


class RetentionRows:
    """Fulfils ``work.retention.RetentionStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def forget(self, growing: Growing, now: datetime, kept: timedelta) -> None:
        for aging in AGING[growing]:
            await forget(self._db, aging, now, kept)
