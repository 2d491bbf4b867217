"""What the desk does about a case: looks anew, repairs, answers, hands over."""

from __future__ import annotations

import logging

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from keyturn.integration.errors import PageRefused
from keyturn.integration.operator.cases.answers import LANGUAGES, draft
from keyturn.integration.operator.cases.pages import LIST, ROOM, WORDS, summary_of, tools
from keyturn.integration.operator.console import View
from keyturn.integration.operator.services import Desk
from keyturn.integration.support.case import Case, CaseEvent
from keyturn.integration.support.handover import letter
from keyturn.integration.support.triage import Deed

log = logging.getLogger(__name__)


async def use(request: Request, desk: Desk, fields: dict[str, str]) -> str | View:
    """One of the tools. Raises what the tool raises; :class:`PageRefused` for one this case has not."""
    case, tool = await _case(request, desk), request.path_params["tool"]
    if tool not in [name for name, _ in tools(desk, case)]:
        raise PageRefused("This case has no such tool.", code="not-found")
    log.info("The desk uses %s for case %s.", tool, case.case_id)
    if tool == Deed.SEND_CONNECT_LINK:
        assert case.customer_id is not None
        link, until = await desk.tools.connect_link(case.customer_id)
        language = fields.get("in", "")
        text = draft(tool, language if language in LANGUAGES else LANGUAGES[0], desk.company, link)
        return View(ROOM, "cases/link.html", {"case": case, "until": until, "text": text})
    assert case.grant_id is not None
    match tool:
        case Deed.READ_SMARTLOCKS:
            await desk.tools.read_doors(case.grant_id)
        case Deed.READ_CODES:
            assert case.smartlock_id is not None
            await desk.tools.read_codes(case.grant_id, case.smartlock_id)
        case Deed.REPAIR_WEBHOOKS:
            await desk.tools.repair(case.grant_id)
    return f"{LIST}/{case.case_id}?done={tool}"


async def write(request: Request, desk: Desk, fields: dict[str, str]) -> str:
    """One more word in the case's story. Raises :class:`CallRefused` (``case-settled``)."""
    case, event, text = await _case(request, desk), fields.get("event", ""), fields.get("text", "").strip()
    if event not in WORDS:
        raise PageRefused("That is nothing the desk can write.", code="stale-form")
    if not text:
        raise PageRefused("The answer is empty. Write something first.", code="stale-form")
    await desk.cases.move(case, CaseEvent(event), text.replace("\r\n", "\n"))
    return f"{LIST}/{case.case_id}"


async def hand_over(request: Request, desk: Desk, fields: dict[str, str]) -> str:
    """The case goes to Nuki. Raises :class:`CallRefused` (``case-settled``)."""
    case = await _case(request, desk)
    await desk.cases.move(case, CaseEvent.HANDED_OVER, fields.get("summary", "").strip().replace("\r\n", "\n"))
    return f"{LIST}/{case.case_id}/hand-over"


async def as_letter(request: Request, desk: Desk) -> Response:
    """The letter, to keep or to send."""
    case = await _case(request, desk)
    text = letter(await desk.cases.bundle(case, summary_of(case)), desk.company)
    return _file(text.encode(), "text/plain; charset=utf-8", f"{case.case_id}.txt")


async def as_bundle(request: Request, desk: Desk) -> Response:
    """The same for programs."""
    case = await _case(request, desk)
    bundle = await desk.cases.bundle(case, summary_of(case))
    return _file(msgspec.json.format(msgspec.json.encode(bundle)), "application/json", f"{case.case_id}.json")


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(
        body,
        media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


async def _case(request: Request, desk: Desk) -> Case:
    return await desk.cases.case(request.path_params["case_id"])
