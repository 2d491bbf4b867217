"""Every request that comes in: named for the log, counted and traced by the kind of its address alone."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keyturn.integration.watch import traces
from keyturn.integration.watch.lines import named
from keyturn.integration.watch.metrics import Metrics

_PLACES = (
    (re.compile(r"/webhooks/nuki"), "webhook"),
    (re.compile(r"/v1(/|$)"), "api"),
    (re.compile(r"/operator(/|$)"), "operator"),
    (re.compile(r"/(healthz|readyz|metrics)$"), "watch"),
    (re.compile(r"/static/"), "static"),
    (re.compile(r".*/events$"), "stream"),
)
log = logging.getLogger(__name__)


def place_of(path: str) -> str:
    """One of a few kinds of address."""
    return next((place for pattern, place in _PLACES if pattern.match(path)), "page")


class Noticed:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics, new_reference: Callable[[], str]) -> None:
        self._app, self._metrics, self._new_reference = app, metrics, new_reference

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        place, begun, status = place_of(scope["path"]), perf_counter(), 0

        async def send_noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._count(place, scope["method"], status, perf_counter() - begun)
                span.note("status", status)
            await send(message)

        with named(self._new_reference), traces.span(f"request.{place}", method=scope["method"]) as span:
            try:
                await self._app(scope, receive, send_noticed)
            finally:
                if not status:
                    self._count(place, scope["method"], 500, perf_counter() - begun)
                log.info(
                    "%s %s: %s in %.0f ms", scope["method"], place, status or 500, 1000 * (perf_counter() - begun)
                )

    def _count(self, place: str, method: str, status: int, seconds: float) -> None:
        self._metrics.requests.labels(place, f"{status // 100}xx").observe(seconds)
