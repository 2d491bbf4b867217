"""Support cases: opened, carried on, handed to Nuki; what failed, and what to make of it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from msgspec import Meta, Struct

from keyturn.integration.api.operation import PAGED, Ask, Call, Operation
from keyturn.integration.api.shapes import Instant, Page, Taken
from keyturn.integration.errors import Blame, CallRefused
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.partners.key import KeyScope
from keyturn.integration.support.case import Case as Kept
from keyturn.integration.support.case import CaseEvent, CaseState
from keyturn.integration.support.handover import HandOver, letter
from keyturn.integration.support.triage import Deed, triage

LISTING = "cases"
Text = Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]


class CaseWord(Struct, frozen=True):
    """One entry in a case's story."""

    at: Instant
    event: CaseEvent
    note: str


class Case(Struct, frozen=True):
    """A case. ``due_at``: until when the next word is awaited, null when nobody owes one."""

    id: str
    state: CaseState
    code: str
    reference: str | None
    customer_id: str | None
    grant_id: str | None
    smartlock_id: int | None
    text: str
    contact: str
    opened_at: Instant
    changed_at: Instant
    due_at: Instant | None
    words: list[CaseWord]


class CaseNew(Taken, frozen=True):
    """A case to be; ``reference`` stood on an error page or in a problem document."""

    text: Text
    reference: Short = ""
    contact: Short = ""
    customer_id: Short | None = None


class WordNew(Taken, frozen=True):
    """What happened to a case. The customer reads the notes of ``desk_asked`` and ``solved``."""

    event: CaseEvent
    note: Text


class HandOverNew(Taken, frozen=True):
    """``summary`` in English; what looks like an address, a code or a token is taken out."""

    summary: Annotated[str, Meta(max_length=2000)] = ""


class HandedOver(Struct, frozen=True):
    """What to send to Nuki: for programs, and as a letter."""

    bundle: HandOver
    letter: str


class Mishap(Struct, frozen=True):
    """What failed, and what to make of it: whose fault, what to tell the customer, what the desk can do."""

    reference: str
    at: Instant
    code: str
    request: str
    customer_id: str | None
    grant_id: str | None
    smartlock_id: int | None
    fault: Blame
    deeds: list[Deed]
    tell: dict[str, str]
    desk: dict[str, str]


async def mishap(call: Call) -> Mishap:
    """What stands behind a reference."""
    found = await call.services.desk.mishap(call.path["reference"])
    if found is None:
        raise CallRefused(f"There is no reference {call.path['reference']!r}.", code="unknown-resource")
    known = triage(found.code)
    return Mishap(
        *(found.reference, found.at, found.code, found.request, found.customer_id, found.grant_id),
        *(found.smartlock_id, known.fault, list(known.deeds), known.tell, known.desk),
    )


async def every(call: Call) -> Page[Case]:
    """Cases, the oldest first."""
    customer_id, wished = call.query.get("customer_id"), call.query.get("state")
    if wished is not None and wished not in tuple(CaseState):
        raise CallRefused(f"state is {wished!r}; it is one of {', '.join(CaseState)}.", code="bad-request")
    found = await call.services.desk.page(
        call.after(LISTING),
        call.limit + 1,
        CustomerId(customer_id) if customer_id else None,
        CaseState(wished) if wished else None,
    )
    return call.page(LISTING, found, shown)


async def open_one(call: Call) -> Case:
    """A case for a customer, or about a reference."""
    asked: CaseNew = call.body
    customer_id = None
    if asked.customer_id is not None:
        customer_id = CustomerId(asked.customer_id)
        if await call.services.customers.customer(customer_id) is None:
            raise CallRefused(f"There is no customer {asked.customer_id!r}.", code="unknown-resource")
    opened = await call.services.desk.open(
        asked.text,
        reference=asked.reference,
        contact=asked.contact,
        customer_id=customer_id,
        limited=False,
    )
    return shown(opened)


async def get(call: Call) -> Case:
    """One case."""
    return shown(await call.services.desk.case(call.path["case_id"]))


async def word(call: Call) -> Case:
    """What happened to a case."""
    asked: WordNew = call.body
    return shown(await call.services.desk.move(await _case(call), asked.event, asked.note))


async def hand_over(call: Call) -> HandedOver:
    """The case goes to Nuki: its bundle and letter."""
    asked: HandOverNew = call.body
    case = await call.services.desk.move(await _case(call), CaseEvent.HANDED_OVER, asked.summary)
    bundle = await call.services.desk.bundle(case, asked.summary)
    return HandedOver(bundle, letter(bundle, call.services.company))


async def _case(call: Call) -> Kept:
    return await call.services.desk.case(call.path["case_id"])


def shown(case: Kept) -> Case:
    """As the API tells it."""
    return Case(
        *(case.case_id, case.state, case.code, case.reference or None, case.customer_id, case.grant_id),
        *(case.smartlock_id, case.text, case.contact, case.opened_at, case.changed_at, case.due_at),
        [CaseWord(each.at, each.event, each.note) for each in case.words],
    )


_get = partial(Operation, method="GET", scope=KeyScope.SUPPORT)
_post = partial(Operation, method="POST", scope=KeyScope.SUPPORT)
_CASES, _CASE = "/support/cases", "/support/cases/{case_id}"
_STATE = Ask("state", "string", "Only those that stand so.")
_OF_CUSTOMER = Ask("customer_id", "string", "Only this customer's.")

OPERATIONS: tuple[Operation, ...] = (
    _get(
        path="/support/mishaps/{reference}",
        name="getMishap",
        says="What failed, by the reference that was shown, and what to make of it.",
        run=mishap,
        answers=Mishap,
    ),
    _get(
        path=_CASES,
        name="listCases",
        says="Support cases, the oldest first.",
        run=every,
        answers=Page[Case],
        asks=(*PAGED, _STATE, _OF_CUSTOMER),
    ),
    _post(
        path=_CASES,
        name="openCase",
        says="A new case; the one there is, if its reference has one.",
        run=open_one,
        takes=CaseNew,
        answers=Case,
        status=201,
    ),
    _get(path=_CASE, name="getCase", says="One case with its story.", run=get, answers=Case),
    _post(
        path=_CASE + "/words",
        name="addWord",
        says="What happened to a case, and its note.",
        run=word,
        takes=WordNew,
        answers=Case,
        status=201,
    ),
    _post(
        path=_CASE + "/hand-over",
        name="handOver",
        says="Hand a case to Nuki: the bundle, and a letter to send.",
        run=hand_over,
        takes=HandOverNew,
        answers=HandedOver,
        status=201,
    ),
)
