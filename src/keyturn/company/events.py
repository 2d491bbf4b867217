"""What happens, and where it is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from keyturn.company.caller import Caller, Page, in_path
from keyturn.company.shapes import Delivery, Endpoint, EndpointMade, Event, Replayed, SecretMade


class Events(Caller):
    """Read, followed, or sent to an endpoint of the company's."""

    async def list_events(self, cursor: str | None = None, limit: int = 50) -> Page[Event]:
        """A part of what happened in the last 30 days, in its order; None begins with the oldest."""
        return await self._read(Page[Event], "GET", "/events", cursor=cursor, limit=limit)

    async def follow_events(self, cursor: str | None = None, every: float = 2.0) -> AsyncIterator[Event]:
        """What happened after ``cursor`` and then what happens, asked for every so many seconds.

        Keep the ``cursor`` of the last event dealt with: after an error, or a restart, go on from there and nothing
        is missed.
        """
        while True:
            page = await self.list_events(cursor, limit=200)
            for event in page.items:
                cursor = event.cursor
                yield event
            if page.next is None:
                await self._pause(every)

    async def replay_event(self, event_id: str) -> Replayed:
        """Send one event once more."""
        return await self._make(Replayed, in_path("events", event_id, "replay"))

    def list_endpoints(self) -> AsyncIterator[Endpoint]:
        """Where events are sent, the oldest first."""
        return self._each(Endpoint, "/endpoints")

    async def create_endpoint(
        self, url: str, kinds: Sequence[str] = (), *, once: str | None = None
    ) -> EndpointMade:
        """Send events to one more public https address; ``kinds`` empty: all of them."""
        return await self._make(EndpointMade, "/endpoints", {"url": url, "kinds": list(kinds)}, once=once)

    async def get_endpoint(self, endpoint_id: str) -> Endpoint:
        """One endpoint."""
        return await self._read(Endpoint, "GET", in_path("endpoints", endpoint_id))

    async def delete_endpoint(self, endpoint_id: str) -> None:
        """Send no more."""
        await self._delete(in_path("endpoints", endpoint_id))

    async def rotate_secret(self, endpoint_id: str) -> SecretMade:
        """One more signing secret; those before it sign beside it for 24 hours."""
        return await self._make(SecretMade, in_path("endpoints", endpoint_id, "secrets"))

    def list_deliveries(self, endpoint_id: str) -> AsyncIterator[Delivery]:
        """What became of the events sent there."""
        return self._each(Delivery, in_path("endpoints", endpoint_id, "deliveries"))

    async def retry_delivery(self, endpoint_id: str, event_id: str) -> Delivery:
        """Try one now."""
        return await self._make(Delivery, in_path("endpoints", endpoint_id, "deliveries", event_id, "retry"))
