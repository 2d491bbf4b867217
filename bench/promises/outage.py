"""I8: Nuki is gone for everybody: what is sent against what was asked, and how often an action was sent.

No speed but a promise, counted. The network is ours and dies in four ways in turn; the clock is a virtual one, so that
an outage of half an hour takes a moment.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from bench.figure import Figure, Sample
from keyturn.client import Circuit, Fair, NukiClient, errors
from keyturn.client.wire import Request, Response
from keyturn.clock import VirtualClock

ACCOUNTS, ROUNDS = 20, 100
DEATHS: tuple[Response | errors.ClientError, ...] = (
    errors.NoConnection("gone"),
    errors.NoAnswer("gone"),
    Response(503),
    Response(502, {}, b"<html>Bad Gateway</html>"),
)


class Dead:
    """Counts what is sent into nothing."""

    def __init__(self, end: Response | errors.ClientError) -> None:
        self.end, self.sent = end, Counter[str]()

    async def send(self, request: Request) -> Response:
        self.sent[str(request)] += 1
        if isinstance(self.end, errors.ClientError):
            raise self.end
        return self.end

    async def aclose(self) -> None:
        """Nothing to close."""


def outage() -> tuple[Figure, Callable[[Figure], None]]:
    """The row and how it is counted; its one number is requests asked for to requests sent."""
    asked = 2 * ACCOUNTS * ROUNDS * len(DEATHS)
    figure = Figure("I8", f"total outage, {asked:,} requests asked for", "asked to sent; no action twice", 0.91)

    def run(figure: Figure) -> None:
        sent = repeated = 0
        for end in DEATHS:
            dead = asyncio.run(_story(end))
            sent += dead.sent.total()
            repeated += sum(n - 1 for line, n in dead.sent.items() if "/action" in line)
        figure.ours.append(Sample(float(asked)))
        figure.theirs.append(Sample(float(sent)))
        kept = "kept" if sent <= 1.1 * asked and not repeated else "BROKEN"
        figure.note = f"{kept}: {asked:,} asked for, {sent:,} sent, {repeated} actions sent twice"

    return figure, run


async def _story(end: Response | errors.ClientError) -> Dead:
    dead, clock, door = Dead(end), VirtualClock(), 0
    fair = Fair(Circuit(dead, clock))
    clients = [NukiClient("token", transport=fair.lane(number)) for number in range(ACCOUNTS)]
    for _ in range(ROUNDS):
        for nuki in clients:
            door += 1  # each action has a door of its own: twice at one door is a repetition
            for call in (nuki.smartlocks.list(), nuki.actions.unlock_advanced(door)):
                try:
                    await call
                except errors.ClientError:
                    continue
                raise AssertionError("Nuki was to be gone.")
        await clock.advance(20)
    return dead


if __name__ == "__main__":
    row, count = outage()
    count(row)
    print(f"{row.name} {row.what}: {row.note}")
