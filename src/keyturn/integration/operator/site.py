"""The operator's addresses, beside the customers' pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import resources

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from keyturn.integration.operator import deeds, erasing, pages
from keyturn.integration.operator.cases import deeds as about_cases
from keyturn.integration.operator.cases import pages as cases
from keyturn.integration.operator.console import Console
from keyturn.integration.operator.login import Logins
from keyturn.integration.operator.services import Desk
from keyturn.integration.watch.metrics import MEDIA_TYPE
from keyturn.integration.watch.ready import readiness

Answering = Callable[[Request], Awaitable[Response]]


def beside(desk: Desk) -> tuple[BaseRoute, ...]:
    """``/readyz`` for everybody; the others where a token is set, and for who has it."""
    if desk.token is None:
        return (Route("/readyz", ready(desk)),)
    return (
        Route("/readyz", ready(desk)),
        Route("/metrics", metrics(desk)),
        *_console(Console(desk, Logins(desk.sessions, desk.token, desk.clock))),
    )


def _console(console: Console) -> tuple[BaseRoute, ...]:
    page, deed = console.page, console.deed
    return (
        Route("/operator", page(pages.overview)),
        Route("/operator/login", console.login, methods=["GET", "POST"]),
        Route("/operator/logout", console.logout, methods=["POST"]),
        Route("/operator/customers", page(pages.customers)),
        Route("/operator/customers/{customer_id}", page(pages.story)),
        Route("/operator/customers/{customer_id}/end-sessions", deed(deeds.end_sessions), methods=["POST"]),
        Route("/operator/customers/{customer_id}/erase", page(erasing.sure)),
        Route("/operator/customers/{customer_id}/erase", deed(erasing.erase), methods=["POST"]),
        Route("/operator/cases", page(cases.every)),
        Route("/operator/cases/{case_id}", page(cases.one)),
        Route("/operator/cases/{case_id}/words", deed(about_cases.write), methods=["POST"]),
        Route("/operator/cases/{case_id}/use/{tool}", deed(about_cases.use), methods=["POST"]),
        Route("/operator/cases/{case_id}/hand-over", page(cases.handing)),
        Route("/operator/cases/{case_id}/handed-over", deed(about_cases.hand_over), methods=["POST"]),
        Route("/operator/cases/{case_id}/letter.txt", page(about_cases.as_letter)),
        Route("/operator/cases/{case_id}/bundle.json", page(about_cases.as_bundle)),
        Route("/operator/grants", page(pages.grants)),
        Route("/operator/grants/{grant_id}/repair", deed(deeds.repair), methods=["POST"]),
        Route("/operator/waiting", page(pages.waiting)),
        Route("/operator/webhooks", page(pages.webhooks)),
        Route("/operator/events", page(pages.events)),
        Route("/operator/events/{event_id}/replay", deed(deeds.replay), methods=["POST"]),
        Route("/operator/vault", page(pages.vault)),
        Route("/operator/console.css", style),
    )


async def style(request: Request) -> Response:
    """What the console has beyond the customers' pages."""
    css = resources.files("keyturn.integration.operator").joinpath("static/console.css").read_bytes()
    return Response(css, media_type="text/css", headers={"Cache-Control": "public, max-age=300"})


def ready(desk: Desk) -> Answering:
    """Names of parts only: why one is not ready stands in the log, not in front of everybody."""

    async def handle(request: Request) -> Response:
        found = await readiness(desk.checks)
        parts = {name: "ok" if said == "ok" else "not ready" for name, said in found.parts.items()}
        return JSONResponse(
            {"ready": found.ready, "parts": parts}, 200 if found.ready else 503, {"Cache-Control": "no-store"}
        )

    return handle


def metrics(desk: Desk) -> Answering:
    """For Prometheus, with the token as bearer."""

    async def handle(request: Request) -> Response:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if desk.token is None or kind.lower() != "bearer" or not desk.token.matches(given.strip()):
            return PlainTextResponse(
                "Send the operator's token: Authorization: Bearer …", 401, {"WWW-Authenticate": "Bearer"}
            )
        figures = await desk.figures.now()
        body = desk.metrics.exposition(figures, desk.store.load(), desk.circuit(), desk.features)
        return Response(body, media_type=MEDIA_TYPE)

    return handle
