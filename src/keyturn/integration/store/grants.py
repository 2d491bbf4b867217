"""Grants and their leases: rows of ``grants``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.grant import (
    CustomerId,
    Grant,
    GrantEvent,
    GrantId,
    GrantState,
    sources_of,
    step,
)
from keyturn.integration.notify.event import EventKind, about_grant
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.store import arriving
from keyturn.integration.store.company import customers
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.nuki.ids import AccountId

_COLUMNS = (
    "grant_id, customer_id, account_id, state, scopes, generation, expires_at, sealed_access, sealed_refresh"
)
_ERASED = "sealed_access = NULL, sealed_refresh = NULL, lease_holder = NULL, lease_until = NULL"


class GrantRows:
    """Fulfils ``grants.keeper.GrantStore``, ``grants.early.DueStore``, and what connecting and disconnecting need."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._watching: list[Callable[[GrantId], None]] = []

    def watch(self, told: Callable[[GrantId], None]) -> None:
        self._watching.append(told)

    async def grant(self, grant_id: GrantId) -> Grant | None:
        return await self._db.read(lambda connection: _get(connection, "grant_id = ?", grant_id))

    async def grants_of(self, customer_id: CustomerId) -> list[Grant]:
        """A customer's grants, the oldest first."""

        async def read(connection: Connection) -> list[Grant]:
            sql = f"SELECT {_COLUMNS} FROM grants WHERE customer_id = ? ORDER BY created_at"
            return [_grant(row) for row in await connection.rows(sql, customer_id)]

        return await self._db.read(read)

    async def page(self, after: Place, limit: int, customer_id: CustomerId | None) -> list[Placed[Grant]]:
        """Grants of everybody or of one customer, the oldest first."""

        async def read(connection: Connection) -> list[Placed[Grant]]:
            sql = (
                f"SELECT {_COLUMNS}, created_at FROM grants WHERE (created_at, grant_id) > (?1, ?2) "
                "AND (CAST(?3 AS TEXT) IS NULL OR customer_id = ?3) ORDER BY created_at, grant_id LIMIT ?4"
            )
            rows = await connection.rows(sql, *after, customer_id, limit)
            return [((row[9], row[0]), _grant(row)) for row in rows]

        return await self._db.read(read)

    async def usable(self) -> list[GrantId]:
        """Every grant a token may be had from."""

        async def read(connection: Connection) -> list[GrantId]:
            sql = "SELECT grant_id FROM grants WHERE state IN ('active', 'stale')"
            return [GrantId(row[0]) for row in await connection.rows(sql)]

        return await self._db.read(read)

    async def due(self, now: datetime, limit: int) -> list[GrantId]:
        async def read(connection: Connection) -> list[GrantId]:
            sql = (
                "SELECT grant_id FROM grants WHERE renew_at <= ?1 AND state IN ('active', 'stale') "
                "AND (lease_until IS NULL OR lease_until < ?1) ORDER BY renew_at LIMIT ?2"
            )
            return [GrantId(row[0]) for row in await connection.rows(sql, to_ms(now), limit)]

        return await self._db.read(read)

    async def postpone(self, grant_id: GrantId, until: datetime) -> None:
        sql = "UPDATE grants SET renew_at = ? WHERE grant_id = ?"
        await self._db.write(lambda connection: connection.change(sql, to_ms(until), grant_id))

    async def save(
        self, grant: Grant, now: datetime, renew_at: datetime | None = None, *, announced: bool = True
    ) -> None:
        """A new grant; whose it is becomes a customer, if it is none yet. Renewed early at ``renew_at``, if given.

        Unless ``announced`` the company is told of it by :meth:`settle_account`, when it is known whose it is.
        """
        customer = Customer(customer_id=grant.customer_id, reference=None, created_at=now)
        # Its registration and its doors count as just looked after: connecting does both.
        row = (*_values(grant), *4 * [to_ms(now)], to_ms(renew_at or grant.expires_at), int(announced))

        async def write(connection: Connection) -> None:
            await customers.add(connection, customer)
            columns = f"{_COLUMNS}, created_at, changed_at, checked_at, read_at, renew_at, announced"
            places = ", ".join("?" * len(row))
            made = await connection.change(
                f"INSERT INTO grants ({columns}) VALUES ({places}) ON CONFLICT (grant_id) DO NOTHING", *row
            )
            if made and announced:
                await happened(connection, about_grant(EventKind.GRANT_CONNECTED, grant, now))

        await self._db.write(write)

    async def settle_account(
        self,
        grant_id: GrantId,
        account_id: AccountId | None,
        now: datetime,
        *,
        newcomer: bool = False,
        waited_for: CustomerId | None = None,
    ) -> list[GrantId]:
        """A new grant's account became known, None if it has no device: the account's earlier grants end, which are
        returned. A ``newcomer`` may turn out to be who had them; ``waited_for`` is whose session had ended here.

        Nobody is logged out by this: whoever had only those sees that nothing is connected any more.
        """

        async def write(connection: Connection) -> list[GrantId]:
            # Two connections of one account at once must not end each other.
            await connection.lock(f"account/{account_id}")
            if account_id is not None and newcomer:
                await arriving.hand_over(connection, grant_id, account_id, waited_for)
            await arriving.announce(connection, await _get(connection, "grant_id = ?", grant_id), now)
            if account_id is None:
                return []
            lost = "SELECT 1 FROM grants WHERE account_id = ? AND grant_id <> ? AND state = 'lost'"
            had_lost = bool(await connection.rows(lost, account_id, grant_id))
            ended = await connection.rows(
                f"UPDATE grants SET state = ?, changed_at = ?, {_ERASED} WHERE account_id = ? AND grant_id <> ? "
                f"AND state IN {_listed(GrantEvent.DISCONNECTED)} RETURNING {_COLUMNS}",
                *(GrantState.DISCONNECTED, to_ms(now), account_id, grant_id),
            )
            await connection.change("UPDATE grants SET account_id = ? WHERE grant_id = ?", account_id, grant_id)
            fresh = await _get(connection, "grant_id = ?", grant_id) if had_lost else None
            if fresh is not None:
                await happened(connection, about_grant(EventKind.GRANT_RECOVERED, fresh, now))
            grants = [_grant(row) for row in ended]
            for grant in grants:
                await happened(connection, about_grant(EventKind.GRANT_DISCONNECTED, grant, now))
            return [grant.grant_id for grant in grants]

        return self._told(await self._db.write(write))

    async def arriving(self, before: datetime) -> list[GrantId]:
        """Usable grants that came before then, and whose account nobody has looked at yet."""

        async def read(connection: Connection) -> list[GrantId]:
            sql = (
                "SELECT grant_id FROM grants WHERE announced = 0 AND created_at < ? "
                "AND state IN ('active', 'stale') ORDER BY created_at LIMIT 100"
            )
            return [GrantId(row[0]) for row in await connection.rows(sql, to_ms(before))]

        return await self._db.read(read)

    async def take_lease(
        self, grant_id: GrantId, generation: int, holder: str, now: datetime, until: datetime
    ) -> bool:
        async def write(connection: Connection) -> bool:
            changed = await connection.change(
                "UPDATE grants SET state = ?, lease_holder = ?, lease_until = ? WHERE grant_id = ? "
                f"AND generation = ? AND state IN {_listed(GrantEvent.TOKEN_DIED)} "
                # The holder itself, too: the answer to its own commit may have been lost.
                "AND (lease_until IS NULL OR lease_until < ? OR lease_holder = ?)",
                *(GrantState.STALE, holder, to_ms(until), grant_id, generation, to_ms(now), holder),
            )
            return changed == 1

        return await self._db.write(write)

    async def drop_lease(self, grant_id: GrantId, holder: str) -> None:
        await self._db.write(
            lambda connection: connection.change(
                "UPDATE grants SET lease_holder = NULL, lease_until = NULL WHERE grant_id = ? AND lease_holder = ?",
                *(grant_id, holder),
            )
        )

    async def replace_pair(
        self,
        grant_id: GrantId,
        holder: str,
        generation: int,
        sealed: tuple[bytes, bytes],
        expires_at: datetime,
        scopes: tuple[str, ...],
        renew_at: datetime,
    ) -> bool:
        async def write(connection: Connection) -> bool:
            changed = await connection.change(
                "UPDATE grants SET state = ?, generation = ?, sealed_access = ?, sealed_refresh = ?, "
                "expires_at = ?, scopes = ?, renew_at = ?, lease_holder = NULL, lease_until = NULL WHERE grant_id = ? "
                f"AND generation = ? AND lease_holder = ? AND state IN {_listed(GrantEvent.RENEWED)}",
                *(
                    GrantState.ACTIVE,
                    generation + 1,
                    *sealed,
                    to_ms(expires_at),
                    " ".join(scopes),
                    to_ms(renew_at),
                ),
                *(grant_id, generation, holder),
            )
            return changed == 1

        return await self._db.write(write)

    async def lose(self, grant_id: GrantId, generation: int, now: datetime) -> bool:
        return await self._end(grant_id, GrantEvent.RENEWAL_REFUSED, now, generation)

    async def disconnect(self, grant_id: GrantId, now: datetime) -> bool:
        """Erase the secrets; False if there was nothing to end."""
        return await self._end(grant_id, GrantEvent.DISCONNECTED, now, None)

    async def _end(self, grant_id: GrantId, event: GrantEvent, now: datetime, generation: int | None) -> bool:
        async def write(connection: Connection) -> bool:
            grant = await _get(connection, "grant_id = ? FOR UPDATE", grant_id)
            state = step(grant.state, event) if grant else None
            if grant is None or state is None or generation not in (None, grant.generation):
                return False
            await connection.change(
                f"UPDATE grants SET state = ?, changed_at = ?, {_ERASED} WHERE grant_id = ?",
                *(state, to_ms(now), grant_id),
            )
            # The last one logs the customer out in the same breath: a page must not outlive the permission.
            sql = (
                "UPDATE sessions SET ended = ?1 WHERE customer_id = ?2 AND ended IS NULL AND NOT EXISTS "
                "(SELECT 1 FROM grants WHERE customer_id = ?2 AND state IN ('active', 'stale'))"
            )
            await connection.change(sql, state, grant.customer_id)
            kind = EventKind.GRANT_LOST if state is GrantState.LOST else EventKind.GRANT_DISCONNECTED
            await happened(connection, about_grant(kind, grant, now))
            return True

        ended = await self._db.write(write)
        self._told([grant_id] if ended else [])
        return ended

    def _told(self, ended: list[GrantId]) -> list[GrantId]:
        for grant_id in ended:
            for told in self._watching:
                told(grant_id)
        return ended


def _listed(event: GrantEvent) -> str:
    return "(" + ", ".join(f"'{state}'" for state in sources_of(event)) + ")"


async def _get(connection: Connection, condition: str, value: Any) -> Grant | None:
    rows = await connection.rows(f"SELECT {_COLUMNS} FROM grants WHERE {condition}", value)
    return _grant(rows[0]) if rows else None


def _grant(row: Any) -> Grant:
    return Grant(
        grant_id=GrantId(row[0]),
        customer_id=CustomerId(row[1]),
        account_id=None if row[2] is None else AccountId(row[2]),
        state=GrantState(row[3]),
        scopes=tuple(row[4].split()),
        generation=row[5],
        expires_at=from_ms(row[6]),
        sealed_access=row[7],
        sealed_refresh=row[8],
    )


def _values(grant: Grant) -> tuple[Any, ...]:
    return (
        *(grant.grant_id, grant.customer_id, grant.account_id, grant.state, " ".join(grant.scopes)),
        *(grant.generation, to_ms(grant.expires_at), grant.sealed_access, grant.sealed_refresh),
    )
