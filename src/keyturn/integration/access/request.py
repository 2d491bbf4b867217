"""Asking for codes: written down first, and always the full object.

Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.access import drift, rules, window
from keyturn.integration.access.code import Code, CodeEvent, CodeId, CodeState, about
from keyturn.integration.access.lock import Listed, Lock, read
from keyturn.integration.access.window import Window
from keyturn.integration.errors import IntegrationError, RequestRefused
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.vault import Vault
from keyturn.integration.refusals import refusal_of
from keyturn.nuki.codes import AuthType
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.auth import AuthCreate, AuthUpdate
from keyturn.secrecy import Secret

LOOK_SECONDS = 5.0
"""After this long Nuki is asked whether the lock has it, if no webhook came."""
_OPEN = (errors.NoAnswer, errors.UnreadableAnswer, errors.ServerTrouble)
log = logging.getLogger(__name__)


class CodeStore(Protocol):
    """What this room needs of the store; each call is one transaction."""

    async def begin(self, code: Code) -> bool:
        """Write a code down; False if its id, or its name on this lock, is there already."""

    async def move(
        self, code_id: CodeId, event: CodeEvent, *, at: datetime | None = None, **changes: Any
    ) -> Code | None:
        """Let an event happen, with changes of columns; None where the lifecycle has no such step."""

    async def code(self, code_id: CodeId) -> Code | None: ...

    async def codes(self, grant_id: GrantId, smartlock_id: SmartlockId) -> list[Code]: ...

    async def due(self, now: datetime, limit: int) -> list[Code]:
        """Codes of usable grants that are to be looked after."""

    async def look_again(self, code_id: CodeId, at: datetime) -> None: ...

    async def retry(self, code_id: CodeId, tries: int, due_at: datetime, check_at: datetime) -> None: ...

    async def keep_lock(self, lock: Lock) -> None: ...

    async def lock(self, grant_id: GrantId, smartlock_id: SmartlockId) -> Lock | None: ...


class Codes:
    """Makes, changes and removes codes. Raises as :func:`lock.read`, and as each method says."""

    def __init__(self, store: CodeStore, vault: Vault, clock: Clock, confirm_seconds: float) -> None:
        self._store, self._vault, self._clock = store, vault, clock
        self._patience = timedelta(seconds=confirm_seconds)

    async def look(self, grant_id: GrantId, smartlock_id: SmartlockId, nuki: NukiClient) -> tuple[Lock, Listed]:
        """Read the lock and its list, and keep what is known of it."""
        lock, listed = await read(grant_id, smartlock_id, nuki, self._clock.now())
        await self._store.keep_lock(lock)
        return lock, listed

    def digits(self, code: Code) -> Secret:
        """The code itself. Raises :class:`RequestRefused` (``unknown-code``) for one that has ended."""
        if not code.sealed_digits:
            raise RequestRefused("The digits of an ended code are erased.", code="unknown-code")
        return self._vault.open_secret(code.sealed_digits, about(code.code_id))

    async def add(
        self, code_id: CodeId, lock: Lock, listed: Listed, name: str, wanted: Window, nuki: NukiClient
    ) -> None:
        """A new code with digits by chance. A form sent twice is one code.

        Raises :class:`RequestRefused`: ``no-keypad``, ``code-limit``, ``code-name``, ``code-name-taken``,
        ``code-exists``.
        """
        if await self._store.code(code_id):
            return
        name = rules.good_name(name)
        if not lock.keypad:
            raise RequestRefused("The lock has no keypad.", code="no-keypad")
        if lock.room.left == 0:
            raise RequestRefused("The lock takes no further code.", code="code-limit")
        present = [auth for auth in listed if auth.type == AuthType.KEYPAD_CODE]
        digits = rules.new_digits({auth.code for auth in present if auth.code is not None})
        now = self._clock.now()
        code = Code(
            code_id=code_id,
            grant_id=lock.grant_id,
            smartlock_id=lock.smartlock_id,
            name=name,
            state=CodeState.REQUESTED,
            window=wanted,
            requested_at=now,
            due_at=now + self._patience,
            check_at=now + self._patience,
            sealed_digits=self._vault.seal_secret(digits, about(code_id)),
        )
        taken = any(auth.name == name for auth in present)
        if taken or not await self._store.begin(code):
            raise RequestRefused("The lock has a code of this name.", code="code-name-taken")
        await self.create(code, nuki)

    async def create(self, code: Code, nuki: NukiClient) -> None:
        """Send a code that is ``requested``."""
        body = AuthCreate(
            name=code.name,
            remote_allowed=True,
            type=AuthType.KEYPAD_CODE,
            code=self._number(code),
            **_fields(code),
        )
        try:
            await nuki.auths.create(code.smartlock_id, body)
        except _OPEN as trouble:
            log.warning("Code %s: no usable answer (%s).", code.code_id, trouble)
            await self._move(code, CodeEvent.ANSWER_LOST)
        except (errors.ClientError, IntegrationError) as error:
            refusal = refusal_of(error, conflict="code-exists")
            # What was on its way before is not given up for a moment's trouble.
            event = CodeEvent.ANSWER_LOST if code.tries and refusal.worth_retrying else CodeEvent.REFUSED
            await self._move(code, event, refusal=refusal.code)
            raise refusal from error
        else:
            await self._move(code, CodeEvent.ACCEPTED, refusal=None)

    async def change(self, code: Code, wanted: Window, nuki: NukiClient) -> None:
        """Another window. Raises :class:`RequestRefused` (``code-busy``) unless the lock has the code."""
        moved = None
        if code.auth_id is not None and code.drift != drift.Drift.GONE:
            moved = await self._move(
                code, CodeEvent.CHANGE_ASKED, window=wanted, refusal=None, drift=None, tries=0
            )
        if moved is None:
            raise RequestRefused(f"A code that is {code.state} cannot be changed.", code="code-busy")
        try:
            await self.update(moved, nuki)
        except IntegrationError as refusal:
            await self._move(code, CodeEvent.REFUSED, window=code.window, refusal=refusal.code)
            raise

    async def update(self, code: Code, nuki: NukiClient) -> None:
        """Send the full object of a code that is ``changing``."""
        assert code.auth_id is not None
        body = AuthUpdate(
            name=code.name, enabled=True, remote_allowed=True, code=self._number(code), **_fields(code)
        )
        try:
            await nuki.auths.update(code.smartlock_id, code.auth_id, body)
        except _OPEN as trouble:
            log.warning("Code %s: no usable answer to a change (%s).", code.code_id, trouble)
        except errors.ClientError as error:
            raise refusal_of(error) from error

    async def remove(self, code: Code, nuki: NukiClient) -> None:
        """Take it off the lock; done when the lock's list is without it."""
        auth_id = code.auth_id
        if auth_id is None:
            _, listed = await self.look(code.grant_id, code.smartlock_id, nuki)
            found = drift.find(code, self.digits(code), listed)
            auth_id = found.id if found else None
        moved = await self._move(code, CodeEvent.REMOVAL_ASKED, auth_id=auth_id, refusal=None, tries=0)
        if moved is None:
            raise RequestRefused(f"A code that is {code.state} cannot be removed.", code="code-busy")
        if auth_id is None or code.drift == drift.Drift.GONE:
            await self._store.move(code.code_id, CodeEvent.GONE)
        else:
            await self.delete(moved, nuki)

    async def delete(self, code: Code, nuki: NukiClient) -> None:
        """Send a deletion. The lock's list, not the answer, says whether it is gone."""
        assert code.auth_id is not None
        try:
            await nuki.auths.delete(code.smartlock_id, code.auth_id)
        except (*_OPEN, errors.Forbidden, errors.NotFound) as trouble:
            # An unknown id is answered 403 or 404: perhaps it is gone already.
            log.info("Code %s: the deletion is left to the next look (%s).", code.code_id, trouble)
        except errors.ClientError as error:
            raise refusal_of(error) from error

    async def restore(self, code: Code, nuki: NukiClient) -> None:
        """A person wants a missing code on the lock: it is tried anew, as often as the first time.

        Raises :class:`RequestRefused` (``code-busy``) for a code that is not missing.
        """
        if code.state is CodeState.UNCONFIRMED:
            now = self._clock.now()
            await self._store.retry(code.code_id, 0, now, now)  # the next sweep looks and sends
            return
        _, listed = await self.look(code.grant_id, code.smartlock_id, nuki)
        digits = self.digits(code)
        finding = drift.compare(code, drift.find(code, digits, listed), digits)
        if finding.standing is drift.Standing.ABSENT:
            await self.ask_again(replace(code, tries=0), nuki)
        else:
            await self._store.look_again(code.code_id, self._clock.now())

    async def ask_again(self, code: Code, nuki: NukiClient) -> None:
        """Put a code that is missing on the lock once more, with the digits its owner knows."""
        moved = await self._move(code, CodeEvent.ASKED_AGAIN, auth_id=None, drift=None, tries=code.tries + 1)
        if moved is None:
            raise RequestRefused(f"A code that is {code.state} is not missing.", code="code-busy")
        await self.create(moved, nuki)

    async def count_try(self, code: Code) -> Code:
        """Something is about to be sent once more: a new time to wait for it begins."""
        now = self._clock.now()
        due, check = now + self._patience, now + timedelta(seconds=LOOK_SECONDS)
        await self._store.retry(code.code_id, code.tries + 1, due, check)
        return replace(code, tries=code.tries + 1, due_at=due, check_at=check)

    async def _move(self, code: Code, event: CodeEvent, **changes: Any) -> Code | None:
        now = self._clock.now()
        soon = {"due_at": now + self._patience, "check_at": now + timedelta(seconds=LOOK_SECONDS)}
        return await self._store.move(code.code_id, event, at=now, **soon, **changes)

    def _number(self, code: Code) -> int:
        return int(self.digits(code).reveal())


def _fields(code: Code) -> dict[str, Any]:
    return vars(window.fields(code.window))
