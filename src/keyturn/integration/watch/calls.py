"""Calls that leave us, counted and traced on their way: to Nuki, for a renewal, to an endpoint of the company."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import TypeVar

from keyturn.client import TokenPair, errors
from keyturn.client.transport import Transport
from keyturn.client.wire import Request, Response
from keyturn.integration.watch import traces
from keyturn.integration.watch.metrics import Metrics
from keyturn.secrecy import Secret

GROUPS = frozenset(("account", "address", "decentralWebhook", "key", "oauth", "opener", "smartlock"))
"""First parts of Nuki's addresses, after ``/api`` where there is one; all others count as ``other``."""
T = TypeVar("T")
Send = Callable[[str, Mapping[str, str], bytes], Awaitable[int]]


class Watched:
    """A transport, watched. Fulfils ``client.transport.Transport``."""

    def __init__(self, inner: Transport, metrics: Metrics) -> None:
        self._inner, self._metrics = inner, metrics

    async def send(self, request: Request) -> Response:
        group, begun, status = group_of(request.path), perf_counter(), "gone"
        with traces.span("nuki.call", client=True, method=request.method, group=group) as span:
            try:
                response = await self._inner.send(request)
                status = str(response.status)
                return response
            except errors.ClientError as trouble:
                status = type(trouble).__name__
                raise
            finally:
                span.note("status", status)
                self._metrics.calls.labels(group, status).observe(perf_counter() - begun)

    async def aclose(self) -> None:
        await self._inner.aclose()


class WatchedRenewer:
    """Renewals, watched. Fulfils ``grants.keeper.Renewer``."""

    def __init__(self, refresh: Callable[[Secret], Awaitable[TokenPair]], metrics: Metrics) -> None:
        self._refresh, self._metrics = refresh, metrics

    async def refresh(self, refresh_token: Secret) -> TokenPair:
        outcome = "trouble"
        try:
            pair = await self._refresh(refresh_token)
            outcome = "renewed"
            return pair
        except errors.GrantRefused:
            outcome = "grant_refused"
            raise
        except errors.ApplicationRefused:
            outcome = "application_refused"
            raise
        finally:
            self._metrics.renewals.labels(outcome).inc()


def watched_delivery(send: Send, metrics: Metrics) -> Send:
    """Deliveries of events, watched."""

    async def deliver(url: str, headers: Mapping[str, str], body: bytes) -> int:
        outcome = "no_answer"
        with traces.span("event.deliver", client=True) as span:
            try:
                status = await send(url, headers, body)
                outcome = "delivered" if 200 <= status < 300 else "gone" if status == 410 else "refused"
                return status
            finally:
                span.note("outcome", outcome)
                metrics.events.labels(outcome).inc()

    return deliver


def watched_settling(settle: Callable[[list[T]], Awaitable[None]]) -> Callable[[list[T]], Awaitable[None]]:
    """Settling of webhooks, watched."""

    async def watched(opened: list[T]) -> None:
        with traces.span("webhooks.settle", number=len(opened)):
            await settle(opened)

    return watched


def group_of(path: str) -> str:
    """The group of operations an address of Nuki belongs to."""
    parts = path.removeprefix("/api").lstrip("/").split("/")
    return parts[0] if parts[0] in GROUPS else "other"
