"""The doors' activity logs, where an installation keeps them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from keyturn.integration.activity.entry import Entry as Kept
from keyturn.integration.api.operation import LIMIT, Ask, Call, Operation
from keyturn.integration.api.resources.customers import grant_of
from keyturn.integration.api.resources.doors import door_of
from keyturn.integration.api.shapes import Instant, Page
from keyturn.integration.errors import CallRefused
from keyturn.integration.partners.key import KeyScope


class Entry(Struct, frozen=True):
    """An entry; ``action``, ``trigger`` and ``state`` are Nuki's codes. ``name`` is empty where nobody is known."""

    id: str
    at: Instant
    smartlock_id: int
    device_type: int
    action: int
    trigger: int
    state: int
    name: str
    source: int | None
    by_itself: bool


BEFORE = Ask("before", "string", "Only what is older than this instant (RFC 3339); now, if not said.")


async def every(call: Call) -> Page[Entry]:
    """What has happened at one door, the newest first."""
    grant = await grant_of(call)
    door = await door_of(call, grant)
    before = _before(call)
    found = await call.services.book.newest(grant.grant_id, door.smartlock_id, before, call.limit)
    return Page([shown(entry) for entry in found], None)


def _before(call: Call) -> datetime:
    text = call.query.get("before")
    if text is None:
        return call.services.clock.now()
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))  # a plus that was not escaped
        if instant.tzinfo is not None and 1970 < instant.year < 9999:
            return instant
    except ValueError:
        pass
    raise CallRefused(f"before is {text!r}; it is an instant like 2026-11-24T09:30:00Z.", code="bad-request")


def shown(entry: Kept) -> Entry:
    """As the API tells it."""
    return Entry(
        *(entry.entry_id, entry.at, entry.smartlock_id, entry.device_type, entry.deed, entry.cause, entry.outcome),
        *(entry.who, entry.source, entry.by_itself),
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        scope=KeyScope.READ,
        path="/grants/{grant_id}/smartlocks/{smartlock_id}/activity",
        name="listActivity",
        says="What has happened at a door, the newest first; empty where no log is kept.",
        run=every,
        answers=Page[Entry],
        asks=(LIMIT, BEFORE),
    ),
)
