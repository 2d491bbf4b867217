"""Looking after codes: what no webhook told is read, what a lock missed is sent again, what drifted is said.

Serves: confirmed-actions.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from keyturn.client import NukiClient
from keyturn.clock import Clock
from keyturn.integration.access import drift
from keyturn.integration.access.code import ENDED, WAITING, Code, CodeEvent, CodeState
from keyturn.integration.access.drift import Drift, Finding, Standing
from keyturn.integration.access.lock import Listed, Lock
from keyturn.integration.access.request import LOOK_SECONDS, Codes, CodeStore
from keyturn.integration.errors import IntegrationError
from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.ids import SmartlockId

BATCH = 200
TRIES = 5
"""So often a code is asked again by itself; after that a person has to."""
CALM_SECONDS = 6 * 3600.0
"""How often a code at rest is compared with the lock's list: a read of Nuki's server, which wakes no lock."""
SLOW_SECONDS = 600.0
log = logging.getLogger(__name__)


class Again(StrEnum):
    """What is sent once more."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


def event_of(code: Code, finding: Finding, now: datetime) -> CodeEvent | None:
    """What a look at the lock's list means for a code."""
    match finding.standing:
        case Standing.FITS:
            return CodeEvent.SEEN
        case Standing.DIFFERENT:
            return CodeEvent.DIFFERS
        case Standing.ABSENT if code.state not in (CodeState.REQUESTED, CodeState.ACCEPTED):
            return CodeEvent.GONE
    return CodeEvent.OVERDUE if now >= code.due_at else None


def again(code: Code, finding: Finding, online: bool, now: datetime) -> Again | None:
    """What to send once more, if anything. Nothing is sent to a lock that is out of reach: it would get lost."""
    if not online or code.tries >= TRIES or finding.standing is Standing.ON_ITS_WAY:
        return None
    late = now >= code.due_at
    match code.state, finding.standing:
        case CodeState.UNCONFIRMED, Standing.ABSENT:
            return Again.CREATE
        case CodeState.UNCONFIRMED, Standing.GHOST:
            # The list has it and the lock does not: it has to leave the list before it can be made.
            return Again.DELETE
        case CodeState.CHANGING, Standing.GHOST | Standing.DIFFERENT if late:
            return Again.UPDATE
        case CodeState.REMOVING, Standing.FITS | Standing.GHOST | Standing.DIFFERENT if late:
            return Again.DELETE
        case CodeState.DRIFTED, Standing.DIFFERENT if finding.drift in drift.MENDED_AT_ONCE:
            return Again.UPDATE
    return None


def next_look(code: Code, now: datetime) -> datetime:
    """When to look again: soon while something is awaited, ever later the longer it takes."""
    if code.state in WAITING and now < code.due_at:
        return now + timedelta(seconds=LOOK_SECONDS)
    if code.state in (*WAITING, CodeState.UNCONFIRMED):
        return now + timedelta(seconds=min(SLOW_SECONDS, 30.0 * 2**code.tries))
    return now + timedelta(seconds=CALM_SECONDS)


class Checks:
    """Looks after every code whose time has come, lock by lock."""

    def __init__(
        self, store: CodeStore, codes: Codes, clock: Clock, nuki: Callable[[GrantId], NukiClient]
    ) -> None:
        self._store, self._codes, self._clock, self._nuki = store, codes, clock, nuki

    async def sweep(self) -> int:
        """Look, settle, send again; returns how many codes were looked after."""
        due = await self._store.due(self._clock.now(), BATCH)
        for _, group in groupby(due, lambda code: (code.grant_id, code.smartlock_id)):
            await self._of_one_lock(list(group))
        return len(due)

    async def look_now(self, grant_id: GrantId, smartlock_id: SmartlockId) -> None:
        """The same for one lock, whose time has not come. Raises what :meth:`Codes.look` raises."""
        nuki = self._nuki(grant_id)
        lock, listed = await self._codes.look(grant_id, smartlock_id, nuki)
        codes = await self._store.codes(grant_id, smartlock_id)
        await self._each([code for code in codes if code.state not in ENDED], lock, listed, nuki)

    async def _of_one_lock(self, codes: list[Code]) -> None:
        nuki = self._nuki(codes[0].grant_id)
        try:
            lock, listed = await self._codes.look(codes[0].grant_id, codes[0].smartlock_id, nuki)
        except IntegrationError as error:
            log.info("The codes of lock %s could not be looked at: %s", codes[0].smartlock_id, error)
            later = self._clock.now() + timedelta(seconds=60)
            for code in codes:
                await self._store.look_again(code.code_id, later)
            return
        await self._each(codes, lock, listed, nuki)

    async def _each(self, codes: list[Code], lock: Lock, listed: Listed, nuki: NukiClient) -> None:
        for code in codes:
            try:
                digits = self._codes.digits(code)
                finding = drift.compare(code, drift.find(code, digits, listed), digits)
                await self._settle(code, finding, lock.online, nuki)
            except IntegrationError as error:
                # One code that cannot be opened or sent must not hold up the others.
                log.warning("Code %s: %s", code.code_id, error)
                await self._store.look_again(code.code_id, self._clock.now() + timedelta(seconds=60))

    async def _settle(self, code: Code, finding: Finding, online: bool, nuki: NukiClient) -> None:
        now = self._clock.now()
        event = event_of(code, finding, now)
        moved = (
            await self._store.move(code.code_id, event, at=self._clock.now(), **changes_of(finding))
            if event
            else None
        )
        current = moved or await self._store.code(code.code_id)
        if current is None or current.state is CodeState.REMOVED:
            return
        await self._store.look_again(code.code_id, next_look(current, now))
        match again(current, finding, online, now):
            case Again.CREATE:
                await self._codes.ask_again(current, nuki)
            case Again.UPDATE if current.state is CodeState.DRIFTED:
                await self._codes.change(current, current.window, nuki)
            case Again.UPDATE:
                await self._codes.update(await self._codes.count_try(current), nuki)
            case Again.DELETE:
                tried = await self._codes.count_try(current)
                await self._codes.delete(replace(tried, auth_id=finding.auth_id), nuki)


def changes_of(finding: Finding) -> dict[str, str | None]:
    """What is kept of a finding."""
    match finding.standing:
        case Standing.FITS:
            return {"auth_id": finding.auth_id, "seen_update": finding.update_date, "drift": None, "refusal": None}
        case Standing.DIFFERENT:
            return {"auth_id": finding.auth_id, "seen_update": finding.update_date, "drift": finding.drift}
        case Standing.ABSENT:
            return {"drift": Drift.GONE}
    return {}
