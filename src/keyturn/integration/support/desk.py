"""The desk: notes what failed, opens cases about it, carries them on.

Serves: first-level-support.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.actions.action import Action
from keyturn.integration.errors import CallRefused, PageRefused
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.support.case import Case, CaseEvent, CaseState, Mishap, Word, step
from keyturn.integration.support.handover import HandOver, hand_over
from keyturn.integration.support.reference import heard, new_reference, reference_of_now
from keyturn.integration.support.triage import QUESTION
from keyturn.nuki.ids import SmartlockId

LONGEST_TEXT, LONGEST_CONTACT = 2000, 200
MOST_AN_HOUR = 60
"""Cases opened within an hour by people who are not signed in, and by one who is a tenth of it: more is a machine."""
TRIED_WITHIN, TRIED_SHOWN = timedelta(days=2), 20
log = logging.getLogger(__name__)


class DeskStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def note(self, mishap: Mishap) -> None: ...

    async def mishap(self, reference: str) -> Mishap | None: ...

    async def open_case(self, case: Case) -> Case:
        """Keep it and tell the company's systems; the earlier one, if its reference has one."""

    async def case(self, case_id: str) -> Case | None: ...

    async def cases(
        self, after: Place, limit: int, customer_id: CustomerId | None, state: CaseState | None
    ) -> list[Placed[Case]]: ...

    async def opened_since(self, since: datetime, customer_id: CustomerId | None) -> int: ...

    async def move(self, case_id: str, earlier: CaseState, state: CaseState, word: Word) -> bool:
        """False if the case was moved by somebody else meanwhile."""

    async def tried(
        self, grant_id: GrantId, smartlock_id: SmartlockId, since: datetime, limit: int
    ) -> list[Action]: ...

    async def door(self, grant_id: GrantId, smartlock_id: SmartlockId) -> Door | None: ...


class Desk:
    """One for pages, programs and operators."""

    def __init__(self, store: DeskStore, clock: Clock, application: str) -> None:
        self._store, self._clock, self._application = store, clock, application

    async def note(
        self,
        code: str,
        request: str,
        customer_id: CustomerId | None = None,
        grant_id: GrantId | None = None,
        smartlock_id: SmartlockId | None = None,
    ) -> str:
        """Keep what failed under the request's reference. Never raises: an error page comes even without a store."""
        mishap = Mishap(
            reference=reference_of_now(),
            at=self._clock.now(),
            code=code,
            request=request[:200].replace("\0", ""),
            customer_id=customer_id,
            grant_id=grant_id,
            smartlock_id=smartlock_id,
        )
        try:
            await self._store.note(mishap)
        except Exception:  # the page matters more, and the log has the reference
            log.exception("What failed could not be kept [%s].", mishap.reference)
        return mishap.reference

    async def mishap(self, reference: str) -> Mishap | None:
        """What failed, by a reference as somebody wrote it down."""
        known = heard(reference)
        return await self._store.mishap(known) if known else None

    async def open(
        self,
        text: str,
        *,
        reference: str = "",
        contact: str = "",
        customer_id: CustomerId | None = None,
        door: tuple[GrantId, SmartlockId] | None = None,
        limited: bool = True,
    ) -> Case:
        """A new case; the one there is, if this reference has one.

        Raises :class:`PageRefused`: ``reference-unknown``, ``support-full`` (only if ``limited``).
        """
        now, mishap = self._clock.now(), await self.mishap(reference) if reference.strip() else None
        strange = mishap is not None and mishap.customer_id not in (None, customer_id) and customer_id is not None
        if (reference.strip() and mishap is None) or strange:
            raise PageRefused("No such reference is known.", code="reference-unknown")
        most = MOST_AN_HOUR if customer_id is None else MOST_AN_HOUR // 10
        if limited and await self._store.opened_since(now - timedelta(hours=1), customer_id) >= most:
            raise PageRefused("Too many cases within an hour.", code="support-full")
        grant_id, smartlock_id = door or ((mishap.grant_id, mishap.smartlock_id) if mishap else (None, None))
        case = Case(
            case_id=new_reference(),
            code=mishap.code if mishap else QUESTION,
            state=CaseState.OPENED,
            text=text.strip()[:LONGEST_TEXT],
            opened_at=now,
            changed_at=now,
            reference=mishap.reference if mishap else "",
            contact=contact.strip()[:LONGEST_CONTACT],
            # Without a session a reference opens a case, but shows nobody's other cases to whoever has it.
            customer_id=customer_id or (mishap.customer_id if mishap else None),
            grant_id=grant_id,
            smartlock_id=smartlock_id,
        )
        return await self._store.open_case(case)

    async def case(self, case_id: str, customer_id: CustomerId | None = None) -> Case:
        """One case; with ``customer_id`` only that customer's. Raises :class:`CallRefused` (``unknown-resource``)."""
        known = heard(case_id)
        found = await self._store.case(known) if known else None
        if found is None or customer_id not in (None, found.customer_id):
            raise CallRefused(f"There is no case {case_id!r}.", code="unknown-resource")
        return found

    async def page(
        self, after: Place, limit: int, customer_id: CustomerId | None, state: CaseState | None = None
    ) -> list[Placed[Case]]:
        """Cases, the oldest first."""
        return await self._store.cases(after, limit, customer_id, state)

    async def move(self, case: Case, event: CaseEvent, note: str) -> Case:
        """One more entry in a case's story. Raises :class:`CallRefused` (``case-settled``)."""
        state, word = step(case.state, event), Word(at=self._clock.now(), event=event, note=note[:LONGEST_TEXT])
        if state is None or not await self._store.move(case.case_id, case.state, state, word):
            raise CallRefused(f"The case is {case.state}; {event} cannot happen now.", code="case-settled")
        return replace(case, state=state, changed_at=word.at, words=(*case.words, word))

    async def bundle(self, case: Case, summary: str) -> HandOver:
        """What Nuki would be handed about this case now; nothing is changed."""
        mishap = await self._store.mishap(case.reference) if case.reference else None
        door, tried = None, list[Action]()
        if case.grant_id is not None and case.smartlock_id is not None:
            door = await self._store.door(case.grant_id, case.smartlock_id)
            since = (mishap.at if mishap else case.opened_at) - TRIED_WITHIN
            tried = await self._store.tried(case.grant_id, case.smartlock_id, since, TRIED_SHOWN)
        return hand_over(case, mishap, door, tried, self._application, summary)
