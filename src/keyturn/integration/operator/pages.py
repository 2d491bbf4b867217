"""What each page of the console shows."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request

from keyturn.integration.errors import PageRefused
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.operator.console import View, more, place_of
from keyturn.integration.operator.glance import signs
from keyturn.integration.operator.plots import plot
from keyturn.integration.operator.services import Desk
from keyturn.integration.watch.ready import readiness
from keyturn.integration.watch.records import NEWEST, PAGE

HEALTH = ("", "active", "stale", "lost", "disconnected", "overdue", "unregistered")
DELIVERIES = ("", "received", "early", "settled", "ignored", "dead")
OUTGOING = ("", "waiting", "delivered", "given_up", "gone")


async def overview(request: Request, desk: Desk) -> View:
    """Health at a glance."""
    now = desk.clock.now()
    figures = await desk.figures.now()
    found = signs(figures, await readiness(desk.checks), desk.circuit(), await desk.central())
    plots = {
        "actions": plot(await desk.records.actions_by_hour(now)),
        "webhooks": plot(await desk.records.webhooks_by_hour(now)),
    }
    return View("", "overview.html", {"signs": found, "plots": plots, "figures": figures})


async def customers(request: Request, desk: Desk) -> View:
    """All, or those searched for."""
    search = request.query_params.get("q", "").strip()[:200].replace("\0", "")
    lines = await desk.records.customers(place_of(request), search)
    address = "/operator/customers" + (f"?{urlencode({'q': search})}" if search else "")
    return View(
        "customers",
        "customers.html",
        {
            "lines": lines,
            "search": search,
            "more": more(lines, address),
            "erased": "erased" in request.query_params,
        },
    )


async def story(request: Request, desk: Desk) -> View:
    """One customer's whole story."""
    customer_id = CustomerId(request.path_params["customer_id"])
    customer = await desk.customers.customer(customer_id)
    if customer is None:
        raise PageRefused("There is no such customer.", code="not-found")
    at, _ = place_of(request)
    before = datetime.max.replace(tzinfo=UTC) if at == NEWEST[0] else datetime.fromtimestamp(at / 1000, UTC)
    moments = await desk.records.story(customer_id, before)
    further = ""
    if len(moments) == PAGE:
        further = f"/operator/customers/{customer_id}?before={round(moments[-1].at.timestamp() * 1000)}~"
    grants = await desk.records.grants(NEWEST, "", desk.clock.now(), customer_id)
    values = {
        "customer": customer,
        "grants": grants,
        "moments": moments,
        "more": further,
        "repairable": desk.tools.repairable,
        "ended": "ended" in request.query_params,
    }
    return View("customers", "story.html", values)


async def grants(request: Request, desk: Desk) -> View:
    """By health, with their registrations."""
    state = _choice(request, HEALTH)
    lines = await desk.records.grants(place_of(request), state, desk.clock.now())
    values: dict[str, object] = {
        "lines": lines,
        "state": state,
        "states": HEALTH,
        "repairable": desk.tools.repairable,
    }
    return View("grants", "grants.html", values | {"more": more(lines, f"/operator/grants?state={state}")})


async def waiting(request: Request, desk: Desk) -> View:
    """Actions and codes that are not settled."""
    actions = await desk.records.actions(place_of(request, "actions"), desk.clock.now())
    codes = await desk.records.codes(place_of(request, "codes"))
    lists = {
        "actions": (actions, more(actions, "/operator/waiting", "actions")),
        "codes": (codes, more(codes, "/operator/waiting", "codes")),
    }
    return View("waiting", "waiting.html", {"lists": lists})


async def webhooks(request: Request, desk: Desk) -> View:
    """The latest deliveries with their verdicts, and the error budget."""
    state = _choice(request, DELIVERIES)
    lines = await desk.records.deliveries(place_of(request), state)
    values: dict[str, object] = {
        "lines": lines,
        "state": state,
        "states": DELIVERIES,
        "figures": await desk.figures.now(),
        "central": await desk.central(),
    }
    return View("webhooks", "webhooks.html", values | {"more": more(lines, f"/operator/webhooks?state={state}")})


async def events(request: Request, desk: Desk) -> View:
    """Endpoints, and events on their way to them."""
    state = _choice(request, OUTGOING)
    lines = await desk.records.outgoing(place_of(request), state)
    values: dict[str, object] = {
        "lines": lines,
        "state": state,
        "states": OUTGOING,
        "endpoints": await desk.records.endpoints(),
    }
    return View("events", "events.html", values | {"more": more(lines, f"/operator/events?state={state}")})


async def vault(request: Request, desk: Desk) -> View:
    """Which key has sealed how much."""
    sealed = await desk.figures.sealed()
    return View(
        "vault", "vault.html", {"sealed": sealed, "sealing": desk.sealing(), "total": sum(sealed.values())}
    )


def _choice(request: Request, choices: tuple[str, ...]) -> str:
    wished = request.query_params.get("state", "")
    return wished if wished in choices else ""
