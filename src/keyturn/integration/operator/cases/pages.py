"""What the desk sees: cases in the order in which they want an answer, one case, and what Nuki would be handed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import IntEnum

from starlette.requests import Request

from keyturn.integration.actions.action import ActionState
from keyturn.integration.operator.cases.answers import LANGUAGES, SOLVED, draft, offered
from keyturn.integration.operator.console import View, more, place_of
from keyturn.integration.operator.services import Desk
from keyturn.integration.support.case import PATIENCE, Case, CaseEvent, CaseState, step
from keyturn.integration.support.handover import Device, Tried, letter
from keyturn.integration.support.triage import QUESTION, Deed, triage
from keyturn.integration.watch.records import SOONEST
from keyturn.nuki.codes import AdminPinState, DeviceType, DoorState, LockState, OpenerState, ServerState

ROOM, LIST = "cases", "/operator/cases"
TOOLS = (Deed.READ_SMARTLOCKS, Deed.READ_CODES, Deed.REPAIR_WEBHOOKS, Deed.SEND_CONNECT_LINK)
"""What a button can do; everything else of a triage is asked, said, or looked up."""
WORDS = (CaseEvent.DESK_ASKED, CaseEvent.SOLVED, CaseEvent.NUKI_ANSWERED)
MOMENTS = 15


async def every(request: Request, desk: Desk) -> View:
    """Those that want an answer first; or those that stand in one state."""
    wished = request.query_params.get("state", "")
    state = wished if wished in tuple(CaseState) else ""
    lines = await desk.records.cases(place_of(request, first=SOONEST), state, PATIENCE)
    values: dict[str, object] = {"lines": lines, "state": state, "states": ("", *CaseState)}
    return View(ROOM, "cases/cases.html", values | {"more": more(lines, f"{LIST}?state={state}")})


async def one(request: Request, desk: Desk) -> View:
    """A case: what failed, whose turn it is, what can be done, what the customer lived through."""
    case = await desk.cases.case(request.path_params["case_id"])
    bundle, query = await desk.cases.bundle(case, ""), request.query_params
    code = cause(case, bundle.tried)
    known = triage(code)
    language = query.get("in", "") if query.get("in") in LANGUAGES else ""
    moments = (
        await desk.records.story(case.customer_id, datetime.max.replace(tzinfo=UTC)) if case.customer_id else []
    )
    return View(
        ROOM,
        "cases/case.html",
        {
            "case": case,
            "mishap": await desk.cases.mishap(case.reference) if case.reference else None,
            "triage": known,
            "bundle": bundle,
            "known": named(bundle.device) if bundle.device else {},
            "code": code,
            "tools": tools(desk, case, known.deeds),
            "drafts": [name for name in offered(known.deeds) if name != Deed.SEND_CONNECT_LINK],
            "chosen": query.get("answer", ""),
            "answer_in": language,
            "draft": lambda wanted: draft(query.get("answer", ""), language or wanted, desk.company),
            "words": [event for event in WORDS if step(case.state, event)],
            "may_hand_over": step(case.state, CaseEvent.HANDED_OVER) is not None,
            "handed": CaseEvent.HANDED_OVER in [word.event for word in case.words],
            "done": query.get("done", "") if query.get("done") in TOOLS else "",
            "moments": moments[:MOMENTS],
            "solved": SOLVED,
        },
    )


async def handing(request: Request, desk: Desk) -> View:
    """The letter to Nuki as it would be sent now, or as it was handed over."""
    case = await desk.cases.case(request.path_params["case_id"])
    bundle = await desk.cases.bundle(case, summary_of(case))
    values: dict[str, object] = {
        "case": case,
        "letter": letter(bundle, desk.company),
        "may_hand_over": step(case.state, CaseEvent.HANDED_OVER) is not None,
    }
    return View(ROOM, "cases/handing.html", values)


def named(device: Device) -> dict[str, str]:
    """What was last known of a device, by the names Nuki's documentation has; a number that has none as it is."""
    states = OpenerState if device.device_type == DeviceType.OPENER else LockState
    facts: dict[str, tuple[type[IntEnum], int]] = {
        "state": (states, device.state),
        "door": (DoorState, device.door_state),
        "server": (ServerState, device.server_state),
        "pin": (AdminPinState, device.admin_pin_state),
    }
    return {
        fact: names(number).name if number in tuple(names) else str(number)
        for fact, (names, number) in facts.items()
    }


def cause(case: Case, tried: Sequence[Tried]) -> str:
    """The error to judge a case by: its own; for a question about a door, what the latest action there ended with."""
    ended = [each for each in tried if each.state not in (ActionState.REQUESTED, ActionState.ACCEPTED)]
    if case.code != QUESTION or not ended:
        return case.code
    match ended[0]:
        case Tried(state=ActionState.FAILED, error_code=str() as code):
            return code
        case Tried(state=ActionState.REFUSED, error=refusal) if refusal:
            return refusal
        case Tried(state=ActionState.FAILED | ActionState.UNCONFIRMED | ActionState.UNKNOWN as state):
            return f"action-{state}"
    return case.code


def tools(desk: Desk, case: Case, named: Sequence[Deed] = ()) -> list[tuple[Deed, bool]]:
    """The buttons this case can have, those ``named`` first; whether each is."""
    can = {
        Deed.READ_SMARTLOCKS: case.grant_id is not None,
        Deed.READ_CODES: case.smartlock_id is not None and desk.tools.access,
        Deed.REPAIR_WEBHOOKS: case.grant_id is not None and desk.tools.repairable,
        Deed.SEND_CONNECT_LINK: case.customer_id is not None,
    }
    found = [(tool, tool in named) for tool in TOOLS if can[tool]]
    return sorted(found, key=lambda each: not each[1])


def summary_of(case: Case) -> str:
    """What the desk wrote to Nuki last; empty before the first time."""
    return next((word.note for word in reversed(case.words) if word.event is CaseEvent.HANDED_OVER), "")
