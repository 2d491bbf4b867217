"""Events: listed, followed as they happen, sent once more."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from starlette.responses import Response, StreamingResponse

from keyturn.integration.api.operation import Call
from keyturn.integration.api.shapes import Event as Shown
from keyturn.integration.api.shapes import Page, Replayed
from keyturn.integration.errors import CallRefused
from keyturn.integration.notify.event import Event
from keyturn.integration.partners.page import encode

LISTING = "events"
AT_ONCE = 100


async def every(call: Call) -> Page[Shown]:
    """Events in the order in which they happened."""
    found = await call.services.events.events(call.after(LISTING), call.limit + 1)
    return call.page(LISTING, found, shown)


async def replay(call: Call) -> Replayed:
    """Send one event once more to every endpoint that wants its kind."""
    event = await call.services.events.event(call.path["event_id"])
    if event is None:
        raise CallRefused(f"There is no event {call.path['event_id']!r}.", code="unknown-resource")
    return Replayed(await call.services.events.replay(event, call.services.clock.now()))


async def stream(call: Call) -> Response:
    """Server-sent events, from a cursor on or from now; the id of each is the cursor to go on from."""
    services, cursor = call.services, call.headers.get("last-event-id") or call.query.get("cursor")
    begin = call.place(LISTING, cursor) if cursor else await services.events.newest()

    async def tell() -> AsyncIterator[bytes]:
        place, version = begin, -1
        yield b": listening\n\n"
        while True:
            found = await services.events.events(place, AT_ONCE)
            for place, event in found:  # where it stopped is where it goes on
                body = msgspec.json.encode(shown(event))
                yield f"id: {encode(LISTING, place)}\nevent: {event.kind}\ndata: ".encode() + body + b"\n\n"
            if len(found) == AT_ONCE:
                continue
            following = await services.changes.next_change(version)
            if following is None:
                return
            if following == version:
                yield b": quiet\n\n"
            version = following
            if not await services.keys.lives(call.key.key_id):
                return

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(tell(), media_type="text/event-stream", headers=headers)


def shown(event: Event) -> Shown:
    """As the API tells it."""
    cursor = encode(LISTING, (event.number, ""))
    return Shown(event.event_id, event.kind, event.at, event.customer_id, event.facts, cursor)
