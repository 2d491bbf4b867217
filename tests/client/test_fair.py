"""Fair limits: a burst waits behind itself, and nobody else behind it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from tests.client.fakes import ok

from keyturn.client import Fair, errors
from keyturn.client.fair import WAITING
from keyturn.client.wire import Request, Response

PLACES, AT_ONCE = 6, 2


@dataclass
class Door:
    """Answers when told; knows who is inside, and how many there ever were."""

    inside: list[str] = field(default_factory=list)
    most: int = 0
    order: list[str] = field(default_factory=list)

    async def send(self, request: Request) -> Response:
        self.inside.append(request.path)
        self.order.append(request.path)
        self.most = max(self.most, len(self.inside))
        await asyncio.sleep(0.001)
        self.inside.remove(request.path)
        return ok([])

    async def aclose(self) -> None:
        """Nothing to close."""


def test_a_burst_of_one_account_does_not_hold_up_the_others() -> None:
    async def story() -> None:
        door = Door()
        fair = Fair(door, PLACES, AT_ONCE)
        burst = [asyncio.ensure_future(fair.lane("loud").send(Request("GET", "/loud"))) for _ in range(90)]
        await asyncio.sleep(0)
        assert len(door.inside) == AT_ONCE
        quiet = [fair.lane(f"quiet{n}").send(Request("GET", f"/quiet{n}")) for n in range(4)]
        await asyncio.gather(*quiet)
        assert sum(not one.done() for one in burst) > 80, "the others did not wait for the burst to end"
        await asyncio.gather(*burst)
        assert door.most <= PLACES

    asyncio.run(story())


def test_many_loud_accounts_take_turns() -> None:
    async def story() -> None:
        door = Door()
        fair = Fair(door, PLACES, AT_ONCE)
        names = [f"/a{n}" for n in range(9)]
        await asyncio.gather(*(fair.lane(n).send(Request("GET", n)) for n in names for _ in range(20)))
        assert len(door.order) == 180
        half = door.order[:90]
        assert {half.count(name) for name in names} <= {8, 9, 10, 11, 12}
        assert fair.lane("/a0").fair is fair

    asyncio.run(story())


def test_too_long_a_wait_and_too_many_waiting_are_said_and_nothing_is_sent() -> None:
    async def story() -> None:
        door, gate = Door(), asyncio.Event()

        class Shut(Door):
            async def send(self, request: Request) -> Response:
                self.order.append(request.path)
                await gate.wait()
                return ok([])

        door = Shut()
        fair = Fair(door, 1, 1, wait_seconds=0.02)
        held = asyncio.ensure_future(fair.lane("a").send(Request("GET", "/held")))
        await asyncio.sleep(0)
        late = [asyncio.ensure_future(fair.lane("a").send(Request("POST", "/late"))) for _ in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(errors.TooManyRequests, match="wait already"):
            await fair.lane("a").send(Request("POST", "/late"))
        ends = await asyncio.gather(*late, return_exceptions=True)
        assert all(isinstance(end, errors.TooManyRequests) for end in ends)
        gate.set()
        await held
        assert door.order == ["/held"]
        assert (await fair.lane("b").send(Request("GET", "/next"))).status == 200, "the place was given back"

    asyncio.run(story())


def test_whoever_leaves_gives_the_place_back() -> None:
    async def story() -> None:
        door = Door()
        fair = Fair(door, 1, 1)
        for _ in range(20):
            leaving = [asyncio.ensure_future(fair.lane(n).send(Request("GET", "/x"))) for n in range(3)]
            await asyncio.sleep(0)
            for one in leaving:
                one.cancel()
            await asyncio.gather(*leaving, return_exceptions=True)
        assert (await asyncio.wait_for(fair.lane("z").send(Request("GET", "/z")), 1)).status == 200

    asyncio.run(story())
