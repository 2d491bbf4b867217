"""Who waits for a change misses none, and is not woken for somebody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from keyturn.integration.web import live
from keyturn.integration.web.live import Feed, Heard


class Others:
    """The other processes."""

    def __init__(self) -> None:
        self.say: Heard = lambda _: None
        self.listeners = self.trouble = 0

    async def listen(self, heard: Heard) -> None:
        self.listeners += 1
        if self.trouble:
            self.trouble -= 1
            raise OSError("no database")
        self.say = heard
        heard(None)
        await asyncio.Event().wait()


def with_a_feed(story: Callable[[Feed, Others], Awaitable[None]], tells: bool = False) -> None:
    async def run() -> None:
        others = Others()
        feed = Feed(others.listen, tells)
        await asyncio.wait_for(story(feed, others), 10)
        feed.close()
        await feed.ended()

    asyncio.run(run())


async def first(feed: Feed, customer_id: str | None) -> int:
    """Where a listener stands once it has heard that everything may have changed."""
    await feed.next_change(0, customer_id)
    seen = await feed.next_change(-1, customer_id)
    assert seen is not None
    return seen


def test_a_change_elsewhere_wakes_its_customer_and_who_waits_for_everybody() -> None:
    async def story(feed: Feed, others: Others) -> None:
        seen = {whose: await first(feed, whose) for whose in ("ann", "bob", None)}
        waiting = {whose: asyncio.create_task(feed.next_change(place, whose)) for whose, place in seen.items()}
        await asyncio.sleep(0.01)
        others.say("ann")
        await asyncio.sleep(0.01)
        assert {whose for whose, task in waiting.items() if task.done()} == {"ann", None}
        feed.changed()
        assert await waiting["bob"] != seen["bob"]

    with_a_feed(story)


def test_where_the_database_tells_of_our_own_changes_they_wake_only_whose_they_are() -> None:
    async def story(feed: Feed, others: Others) -> None:
        seen = await first(feed, "bob")
        waiting = asyncio.create_task(feed.next_change(seen, "bob"))
        await asyncio.sleep(0.01)
        feed.changed()
        await asyncio.sleep(0.01)
        assert not waiting.done()
        others.say("bob")
        assert await waiting != seen

    with_a_feed(story, tells=True)


def test_what_happens_between_two_waits_is_not_missed() -> None:
    async def story(feed: Feed, others: Others) -> None:
        seen = await first(feed, "ann")
        others.say("ann")
        assert await feed.next_change(seen, "ann") != seen

    with_a_feed(story)


def test_nothing_is_missed_when_more_customers_change_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "REMEMBERED", 3)

    async def story(feed: Feed, others: Others) -> None:
        seen = await first(feed, "ann")
        for whose in ("ann", "b", "c", "d", "e"):
            others.say(whose)
        assert await feed.next_change(seen, "ann") != seen

    with_a_feed(story)


def test_silence_is_told_apart_from_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "QUIET_SECONDS", 0.01)

    async def story(feed: Feed, others: Others) -> None:
        seen = await first(feed, "ann")
        assert await feed.next_change(seen, "ann") == seen

    with_a_feed(story)


def test_nobody_listens_until_somebody_waits_and_the_end_lets_all_go() -> None:
    async def story(feed: Feed, others: Others) -> None:
        await asyncio.sleep(0.01)
        assert others.listeners == 0
        seen = [await first(feed, "ann") for _ in range(3)]
        assert others.listeners == 1
        waiting = asyncio.create_task(feed.next_change(seen[-1], "ann"))
        await asyncio.sleep(0.01)
        feed.close()
        assert await waiting is None
        assert await feed.next_change(0) is None

    with_a_feed(story)


def test_a_listening_that_failed_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "AGAIN_SECONDS", 0.0)

    async def story(feed: Feed, others: Others) -> None:
        others.trouble = 2
        await first(feed, None)
        await asyncio.sleep(0.05)
        assert others.listeners == 3

    with_a_feed(story)
