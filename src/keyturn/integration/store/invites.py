"""Invitations: rows of ``invites``. Their codes stay in the sealed webhooks that told them, until shown."""

from __future__ import annotations

from typing import Any

from keyturn.integration.access.invite import Invite, InviteEvent, InviteId, InviteState, step
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.actions import naming
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.webhooks.inbox import DeliveryState
from keyturn.nuki.ids import RequestId, SmartlockId

_COLUMNS = (
    "invite_id, grant_id, smartlock_id, name, state, requested_at, expires_at, request_id, refusal, error_code"
)


class InviteRows:
    """Fulfils ``access.invites.InviteStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, invite: Invite) -> bool:
        sql = (
            "INSERT INTO invites (invite_id, grant_id, smartlock_id, name, state, requested_at, expires_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        )
        row = (
            *(invite.invite_id, invite.grant_id, invite.smartlock_id, invite.name, invite.state),
            *(to_ms(invite.requested_at), to_ms(invite.expires_at)),
        )
        return await self._db.write(lambda connection: connection.change(sql, *row)) == 1

    async def accept(self, invite_id: InviteId, request_id: RequestId) -> None:
        async def write(connection: Connection) -> None:
            await connection.lock(naming(request_id))
            sql = "UPDATE invites SET request_id = ? WHERE invite_id = ?"
            await connection.change(sql, request_id, invite_id)
            await _move(connection, "invite_id", invite_id, InviteEvent.ACCEPTED)
            early = await connection.rows(
                "UPDATE inbox SET state = ? WHERE request_id = ? AND state = ? RETURNING success, error_code, grant_id",
                *(DeliveryState.SETTLED, request_id, DeliveryState.EARLY),
            )
            for success, error_code, grant_id in early:
                await tell_invite(connection, request_id, bool(success), error_code, grant_id)

        await self._db.write(write)

    async def move(self, invite_id: InviteId, event: InviteEvent, refusal: str | None = None) -> None:
        await self._db.write(lambda connection: _move(connection, "invite_id", invite_id, event, refusal=refusal))

    async def invites(self, grant_id: GrantId, smartlock_id: SmartlockId) -> list[Invite]:
        """Of one lock, the newest first."""
        sql = (
            f"SELECT {_COLUMNS} FROM invites WHERE grant_id = ? AND smartlock_id = ? "
            "ORDER BY requested_at DESC, invite_id LIMIT 50"
        )
        rows = await self._db.read(lambda connection: connection.rows(sql, grant_id, smartlock_id))
        return [_invite(row) for row in rows]

    async def take(self, invite_id: InviteId) -> tuple[str, bytes] | None:
        async def write(connection: Connection) -> tuple[str, bytes] | None:
            if not await _move(connection, "invite_id", invite_id, InviteEvent.SHOWN):
                return None
            sql = (
                "SELECT delivery_id, sealed_body FROM inbox WHERE request_id = "
                "(SELECT request_id FROM invites WHERE invite_id = ?)"
            )
            rows = await connection.rows(sql, invite_id)
            for delivery_id, _ in rows:
                await connection.change("UPDATE inbox SET sealed_body = ? WHERE delivery_id = ?", b"", delivery_id)
            return (str(rows[0][0]), bytes(rows[0][1])) if rows else None

        return await self._db.write(write)


async def tell_invite(
    connection: Connection, request_id: RequestId, success: bool, error_code: str | None, grant_id: str | None
) -> bool:
    """The outcome of an invitation, told over its own grant; False where the request id is no invitation's."""
    rows = await connection.rows("SELECT grant_id FROM invites WHERE request_id = ?", request_id)
    if not rows or grant_id not in (None, rows[0][0]):
        return False
    event = InviteEvent.CREATED if success else InviteEvent.NOT_CREATED
    await _move(connection, "request_id", request_id, event, error_code=error_code)
    return True


async def _move(
    connection: Connection, column: str, value: str, event: InviteEvent, **changes: str | None
) -> bool:
    rows = await connection.rows(f"SELECT state FROM invites WHERE {column} = ? FOR UPDATE", value)
    state = step(InviteState(rows[0][0]), event) if rows else None
    if state is None:
        return False
    columns = {"state": str(state), **changes}
    assignments = ", ".join(f"{name} = ?" for name in columns)
    await connection.change(f"UPDATE invites SET {assignments} WHERE {column} = ?", *columns.values(), value)
    return True


def _invite(row: Any) -> Invite:
    return Invite(
        invite_id=InviteId(row[0]),
        grant_id=GrantId(row[1]),
        smartlock_id=SmartlockId(row[2]),
        name=row[3],
        state=InviteState(row[4]),
        requested_at=from_ms(row[5]),
        expires_at=from_ms(row[6]),
        request_id=None if row[7] is None else RequestId(row[7]),
        refusal=row[8],
        error_code=row[9],
    )
