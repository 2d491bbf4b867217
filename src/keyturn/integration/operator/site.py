"""The operator's addresses, beside the customers' pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from keyturn.integration.operator.services import Desk
from keyturn.integration.watch.metrics import MEDIA_TYPE
from keyturn.integration.watch.ready import readiness

Answering = Callable[[Request], Awaitable[Response]]


def beside(desk: Desk) -> tuple[BaseRoute, ...]:
    """``/readyz`` for everybody; ``/metrics`` where a token is set, and for who has it."""
    return (
        Route("/readyz", ready(desk)),
        *((Route("/metrics", metrics(desk)),) if desk.token is not None else ()),
    )


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
        body = desk.metrics.exposition(figures, desk.store.load(), desk.circuit())
        return Response(body, media_type=MEDIA_TYPE)

    return handle
