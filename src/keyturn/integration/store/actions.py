"""Door actions: rows of ``actions``. A confirmation and the action it settles change in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keyturn.integration.actions.action import Action, ActionEvent, ActionId, ActionState, Kind, step
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.notify.event import about_action
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.store.doors import doubt_unless_told
from keyturn.integration.webhooks.inbox import DeliveryState
from keyturn.nuki.ids import RequestId, SmartlockId

_COLUMNS = (
    "action_id, grant_id, smartlock_id, kind, state, requested_at, request_id, due_at, settled_at, error_code, "
    "refusal, observed_state"
)


class ActionRows:
    """Fulfils ``actions.request.ActionStore`` and ``actions.overdue.OverdueStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, action: Action) -> Action | None:
        async def write(connection: Connection) -> Action | None:
            made = await connection.change(
                "INSERT INTO actions (action_id, grant_id, smartlock_id, kind, state, requested_at) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                *(action.action_id, action.grant_id, action.smartlock_id, action.kind, action.state),
                to_ms(action.requested_at),
            )
            # Nothing was made: the same form again, or another action waits (the index one_waiting_action).
            return action if made else await get(connection, "action_id", action.action_id)

        return await self._db.write(write)

    async def accept(self, action_id: ActionId, request_id: RequestId, due_at: datetime, now: datetime) -> None:
        async def write(connection: Connection) -> None:
            await connection.lock(naming(request_id))
            action = await get(connection, "action_id", action_id, "FOR UPDATE")
            state = step(action.state, ActionEvent.ACCEPTED) if action else None
            if action is None or state is None:
                return
            await connection.change(
                "UPDATE actions SET state = ?, request_id = ?, due_at = ? WHERE action_id = ?",
                *(state, request_id, to_ms(due_at), action_id),
            )
            early = await connection.rows(
                "UPDATE inbox SET state = ? WHERE request_id = ? AND state = ? "
                "RETURNING success, error_code, grant_id, smartlock_id",
                *(DeliveryState.SETTLED, request_id, DeliveryState.EARLY),
            )
            for success, error_code, grant_id, smartlock_id in early:
                if about_it(action, grant_id, smartlock_id):
                    await apply_outcome(connection, request_id, bool(success), error_code, now)

        await self._db.write(write)

    async def close(
        self,
        action_id: ActionId,
        event: ActionEvent,
        now: datetime,
        refusal: str | None = None,
        observed_state: int | None = None,
    ) -> None:
        async def write(connection: Connection) -> None:
            action = await get(connection, "action_id", action_id, "FOR UPDATE")
            state = step(action.state, event) if action else None
            if state is None:
                return
            await connection.change(
                "UPDATE actions SET state = ?, settled_at = ?, refusal = ?, observed_state = ? WHERE action_id = ?",
                *(state, to_ms(now), refusal, observed_state, action_id),
            )
            await _settled(connection, action_id, now)

        await self._db.write(write)

    async def action(self, action_id: ActionId) -> Action | None:
        return await self._db.read(lambda connection: get(connection, "action_id", action_id))

    async def page(
        self, after: Place, limit: int, grant_id: GrantId | None, smartlock_id: SmartlockId | None
    ) -> list[Placed[Action]]:
        """Actions, of one grant or one door if so asked, the oldest first."""

        async def read(connection: Connection) -> list[Placed[Action]]:
            sql = (
                f"SELECT {_COLUMNS} FROM actions WHERE (requested_at, action_id) > (?1, ?2) "
                "AND (CAST(?3 AS TEXT) IS NULL OR grant_id = ?3) AND (CAST(?4 AS BIGINT) IS NULL OR smartlock_id = ?4) "
                "ORDER BY requested_at, action_id LIMIT ?5"
            )
            rows = await connection.rows(sql, *after, grant_id, smartlock_id, limit)
            return [((row[5], row[0]), _action(row)) for row in rows]

        return await self._db.read(read)

    async def latest(self, grant_id: GrantId) -> dict[SmartlockId, Action]:
        """The last action of each door of a grant."""

        async def read(connection: Connection) -> dict[SmartlockId, Action]:
            sql = (
                f"SELECT {_COLUMNS} FROM actions AS a WHERE grant_id = ? AND requested_at = "
                "(SELECT max(requested_at) FROM actions WHERE grant_id = a.grant_id AND smartlock_id = a.smartlock_id)"
            )
            found = [_action(row) for row in await connection.rows(sql, grant_id)]
            return {action.smartlock_id: action for action in found}

        return await self._db.read(read)

    async def overdue(self, now: datetime, asked_before: datetime) -> list[Action]:
        async def read(connection: Connection) -> list[Action]:
            sql = (
                f"SELECT {_COLUMNS} FROM actions WHERE (state = ? AND due_at <= ?) "
                "OR (state = ? AND requested_at < ?) LIMIT 100"
            )
            bound = (ActionState.ACCEPTED, to_ms(now), ActionState.REQUESTED, to_ms(asked_before))
            return [_action(row) for row in await connection.rows(sql, *bound)]

        return await self._db.read(read)


def naming(request_id: RequestId) -> str:
    """The lock under which an action learns its request id, and a confirmation asks who has it: neither misses."""
    return f"request/{request_id}"


def about_it(action: Action, grant_id: str | None, smartlock_id: int | None) -> bool:
    """Whether a confirmation came over this action's own grant and speaks of its door."""
    return grant_id in (None, action.grant_id) and smartlock_id in (None, action.smartlock_id)


async def apply_outcome(
    connection: Connection, request_id: RequestId, success: bool, error_code: str | None, now: datetime
) -> None:
    """Settle the action of this request id, if its lifecycle still allows it."""
    action = await get(connection, "request_id", request_id, "FOR UPDATE")
    event = ActionEvent.SUCCESS_REPORTED if success else ActionEvent.FAILURE_REPORTED
    state = step(action.state, event) if action else None
    if action is not None and state is not None:
        await connection.change(
            "UPDATE actions SET state = ?, settled_at = ?, error_code = ? WHERE request_id = ?",
            *(state, to_ms(now), error_code, request_id),
        )
        await _settled(connection, action.action_id, now)
        # After a failure also what was told on the way is doubted.
        since = action.requested_at if success else now
        await doubt_unless_told(connection, action.grant_id, action.smartlock_id, since, now)


async def _settled(connection: Connection, action_id: ActionId, now: datetime) -> None:
    """Tell the company's systems, in the same transaction."""
    sql = f"SELECT {_COLUMNS}, (SELECT customer_id FROM grants WHERE grants.grant_id = actions.grant_id) "
    row = (await connection.rows(sql + "FROM actions WHERE action_id = ?", action_id))[0]
    await happened(connection, about_action(_action(row), CustomerId(row[12]), now))


async def actions_of(
    connection: Connection, grant_id: GrantId, smartlock_id: SmartlockId, since: datetime, limit: int
) -> list[Action]:
    """The last things asked of a door, the newest first."""
    sql = (
        f"SELECT {_COLUMNS} FROM actions WHERE grant_id = ? AND smartlock_id = ? AND requested_at >= ? "
        "ORDER BY requested_at DESC LIMIT ?"
    )
    return [_action(row) for row in await connection.rows(sql, grant_id, smartlock_id, to_ms(since), limit)]


async def get(connection: Connection, column: str, value: str, purpose: str = "") -> Action | None:
    """One action by its id or its request id; ``FOR UPDATE`` if it is read to be changed."""
    rows = await connection.rows(f"SELECT {_COLUMNS} FROM actions WHERE {column} = ? {purpose}".rstrip(), value)
    return _action(rows[0]) if rows else None


def _action(row: Any) -> Action:
    return Action(
        action_id=ActionId(row[0]),
        grant_id=GrantId(row[1]),
        smartlock_id=SmartlockId(row[2]),
        kind=Kind(row[3]),
        state=ActionState(row[4]),
        requested_at=from_ms(row[5]),
        request_id=None if row[6] is None else RequestId(row[6]),
        due_at=None if row[7] is None else from_ms(row[7]),
        settled_at=None if row[8] is None else from_ms(row[8]),
        error_code=row[9],
        refusal=row[10],
        observed_state=row[11],
    )
