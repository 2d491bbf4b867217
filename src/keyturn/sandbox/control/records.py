"""``/_sandbox``, its journal and its delivery log: reading what is and what was; and starting over."""

from __future__ import annotations

from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route

LIMIT, LIMIT_MAX = 200, 1000


class Records:
    """Facts, journal, deliveries, reset."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def facts(self, request: Request) -> Answer:
        """Everything a program needs to start: addresses, logins, devices. The secrets are the simulation's."""
        scheme, host = request.scope.get("scheme", "http"), request.header(b"host") or "127.0.0.1"
        return json_answer(self._controls.facts(f"{scheme}://{host}"))

    async def journal(self, request: Request) -> Answer:
        """``?after=N&limit=&kind=``: ``{"entries": […], "last": N}``, oldest first; ask again after ``last``."""
        given = dict(request.query_pairs())
        after, limit = _number(given, "after", 0), _number(given, "limit", LIMIT)
        if not 1 <= limit <= LIMIT_MAX:
            raise guard.bad(f"limit is {limit}.", f"Give a number from 1 to {LIMIT_MAX}.")
        kind = given.get("kind") or None
        if kind is not None and kind not in set(Kind):
            raise guard.bad(f"There is no kind {kind!r} in the journal.", f"Use one of: {', '.join(Kind)}.")
        entries = self._controls.world.journal.after(after, limit, None if kind is None else Kind(kind))
        last = entries[-1].sequence if entries else after
        lines = b",".join(entry.json() for entry in entries)
        return Answer(200, b'{"entries":[%b],"last":%d}' % (lines, last))

    async def webhooks(self, request: Request) -> Answer:
        """``{"webhooks": […]}``, the last 300, newest last."""
        return json_answer({"webhooks": list(self._controls.deliveries)})

    async def reset(self, request: Request) -> Answer:
        """Back to the seed: tokens, registrations and faults are gone; clock and journal go on."""
        self._controls.reset()
        return await self.facts(request)


def routes(controls: Controls) -> tuple[Route, ...]:
    """Their routes."""
    records = Records(controls)
    return (
        guard.guarded("facts", "GET", "/_sandbox", records.facts),
        guard.guarded("facts", "GET", "/_sandbox/", records.facts),
        guard.guarded("journal", "GET", "/_sandbox/journal", records.journal),
        guard.guarded("webhooks", "GET", "/_sandbox/webhooks", records.webhooks),
        guard.guarded("reset", "POST", "/_sandbox/reset", records.reset),
    )


def _number(given: dict[str, str], name: str, otherwise: int) -> int:
    text = given.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise guard.bad(f"{name} is {text!r}.", "Give a whole number, 0 or more.")
    return int(text)
