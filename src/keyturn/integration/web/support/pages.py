"""The support's page, one case's page, and the forms behind them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keyturn.integration.errors import CallRefused, PageRefused
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.partners.page import START
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.support.case import Case, CaseEvent, CaseState
from keyturn.integration.support.reference import heard
from keyturn.integration.support.triage import triage
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.views import Tone
from keyturn.integration.web.visitor import Visitor, customer, form_of, open_form
from keyturn.nuki.ids import SmartlockId

SHOWN = 50
TONES = {
    CaseState.OPENED: Tone.MOVING,
    CaseState.WAITING_FOR_CUSTOMER: Tone.OPEN,
    CaseState.HANDED_OVER: Tone.MOVING,
    CaseState.SOLVED: Tone.SAFE,
}
TOLD = (CaseEvent.CUSTOMER_WROTE, CaseEvent.DESK_ASKED, CaseEvent.SOLVED)
"""Whose notes the customer reads; what was written to Nuki is not among them."""


def support(pages: Pages) -> Handler:
    """How to reach us, a form, and one's own cases."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        cases, doors = list[Case](), list[Door]()
        if visitor.signed_in:
            whose = customer(visitor).customer_id
            cases = [case for _, case in await services.desk.page(START, SHOWN, whose)][::-1]
            doors = await _doors(services, whose)
        return pages.render("support/support.html", visitor, cases=cases, doors=doors, reference="", tones=TONES)

    return show


async def ask(request: Request, services: Services, visitor: Visitor) -> Response:
    """Open a case, with or without a session."""
    base_url = services.settings.base_url
    if not visitor.signed_in:
        form = await open_form(request, base_url)
        if not form.get("reference", "").strip() or not form.get("contact", "").strip():
            raise PageRefused("A form without reference or contact.", code="reference-unknown")
        opened = await services.desk.open(
            form.get("text", ""), reference=form["reference"], contact=form["contact"]
        )
        return RedirectResponse(f"/support/opened/{opened.case_id}", 303)
    form, whose = await form_of(request, visitor, base_url), customer(visitor).customer_id
    chosen = form.get("door", "")
    doors = {f"{door.grant_id}/{door.smartlock_id}": door for door in await _doors(services, whose)}
    if chosen and chosen not in doors:
        raise PageRefused("A door that is not the customer's.", code="stale-form")
    door: tuple[GrantId, SmartlockId] | None = None
    if chosen:
        door = doors[chosen].grant_id, doors[chosen].smartlock_id
    opened = await services.desk.open(
        form.get("text", ""), reference=form.get("reference", ""), customer_id=whose, door=door
    )
    return RedirectResponse(f"/support/{opened.case_id}", 303)


def opened(pages: Pages) -> Handler:
    """The number of a case, and nothing else of it: this page needs no session."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        number = heard(request.path_params["case_id"])
        if number is None:
            raise PageRefused("No such case.", code="not-found")
        return pages.render("support/opened.html", visitor, number=number)

    return show


def case(pages: Pages) -> Handler:
    """One case of the visitor's own: where it stands, what to do meanwhile, and its story."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        found = await _asked(request, services, visitor)
        tell = triage(found.code).tell
        advice = tell.get(visitor.language, tell["en"])
        return pages.render("support/case.html", visitor, case=found, advice=advice, tones=TONES, told=TOLD)

    return show


async def write(request: Request, services: Services, visitor: Visitor) -> Response:
    """Say more to a case; a solved one is opened again."""
    found = await _asked(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    if text := form.get("text", "").strip():
        try:
            await services.desk.move(found, CaseEvent.CUSTOMER_WROTE, text)
        except CallRefused as moved:
            raise PageRefused("The case moved on while this was written.", code="stale-form") from moved
    return RedirectResponse(f"/support/{found.case_id}", 303)


async def _asked(request: Request, services: Services, visitor: Visitor) -> Case:
    try:
        return await services.desk.case(request.path_params["case_id"], customer(visitor).customer_id)
    except CallRefused as refused:
        raise PageRefused("No such case of this customer.", code="not-found") from refused


async def _doors(services: Services, customer_id: CustomerId) -> list[Door]:
    grants = await services.grants.grants_of(customer_id)
    return [door for grant in grants if grant.usable for door in await services.smartlocks.known(grant.grant_id)]
