"""I5: what Keyturn adds to a door action: from the button to Nuki, and from Nuki's webhook to the open page.

Both houses in memory with a real database file, so that what is counted is our own work and its disk. The wait for Nuki
is not in it: the first span ends as the request leaves, the second begins as the webhook comes in.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Callable, MutableMapping
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from tests.pair.joined import Street, street

from bench.figure import Figure, Sample
from keyturn.client.wire import Request, Response

ACTIONS, OUT_MS, IN_MS = 150, 10.0, 50.0


class Watch:
    """Notes when a button's request comes in and leaves, and when a webhook comes in and is on the page."""

    def __init__(self, joined: Street) -> None:
        self.out: list[float] = []
        self.into: list[float] = []
        self._joined, self._pressed, self._said = joined, 0.0, asyncio.Event()
        self._what, self._send, self._app = "", joined.overheard.send, joined.integration.app
        joined.overheard.send = self.send  # type: ignore[method-assign]
        joined.post.app = self.webhook

    def press(self) -> None:
        self._pressed = perf_counter()

    async def send(self, request: Request) -> Response:
        if request.path.endswith("/action/advanced"):
            self.out.append(1000 * (perf_counter() - self._pressed))
        return await self._send(request)

    async def webhook(self, scope: Any, receive: Any, send: Any) -> None:
        """As a browser waits for it: until the stream has said something."""
        began = perf_counter()
        self._said.clear()
        await self._app(scope, receive, send)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._said.wait(), 1)
            if self._what.startswith("event"):
                self.into.append(1000 * (perf_counter() - began))

    async def page(self) -> None:
        """A browser with the doors page open."""
        cookies = "; ".join(f"{each.name}={each.value}" for each in self._joined.person.browser.cookies.jar)
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/doors/events",
            "query_string": b"",
            "headers": [(b"host", b"keyturn.test"), (b"cookie", cookies.encode())],
        }

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        async def send(message: MutableMapping[str, Any]) -> None:
            if body := message.get("body", b""):
                self._what = body.decode()
                self._said.set()

        await self._app(scope, receive, send)


def door_action() -> tuple[Figure, Callable[[Figure], None]]:
    """The row and how it is measured; its numbers are actions a second and the two 95th percentiles in the note."""
    figure = Figure("I5", f"added to a door action, {ACTIONS} actions", "p95 out 10 ms, in 50 ms", 1.0)

    def run(figure: Figure) -> None:
        with tempfile.TemporaryDirectory() as folder:
            began = perf_counter()
            watch = asyncio.run(_story(Path(folder)))
            figure.ours.append(Sample(ACTIONS / (perf_counter() - began)))
        out, into = (quantiles(waits, n=20)[18] for waits in (watch.out, watch.into))
        kept = "kept" if out <= OUT_MS and into <= IN_MS else "BROKEN"
        figure.note = f"{kept}: p95 request in to out {out:.1f} ms, webhook in to event {into:.1f} ms"
        figure.note += f" ({len(watch.out)} and {len(watch.into)} measured)"

    return figure, run


async def _story(folder: Path) -> Watch:
    async with street(folder) as joined:
        await joined.person.connect()
        watch = Watch(joined)
        page = asyncio.ensure_future(watch.page())
        for number in range(ACTIONS):
            await joined.person.go("/doors")
            watch.press()
            await joined.person.press(f"/{joined.lock['smartlock_id']}/{'lock' if number % 2 else 'unlock'}")
            await joined.clock.advance(20)
        page.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await page
        return watch


if __name__ == "__main__":
    row, measure = door_action()
    measure(row)
    print(row.note)
