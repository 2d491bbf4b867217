"""Deliveries are durable before they are settled, settled in order, and one that fails holds nobody up for ever."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from keyturn.clock import VirtualClock
from keyturn.integration.errors import WebhookRefused
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.integration.webhooks.events import NotForUs
from keyturn.integration.webhooks.inbox import MAX_BODY, DeliveryState, Inbox, Opened, fresh_id
from keyturn.secrecy import Secret

KEY = Secret("key")


@dataclass
class Settler:
    """Remembers what it was given; fails as often as asked."""

    store: Store
    seen: list[str] = field(default_factory=list)
    failures: int = 0

    async def __call__(self, opened: list[Opened]) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("on purpose")
        for delivery, event in opened:
            assert isinstance(event, NotForUs)
            self.seen.append(event.kind)
            await self.store.inbox.mark(delivery.delivery_id, DeliveryState.IGNORED)


@dataclass
class House:
    """An inbox over a real store."""

    store: Store
    settler: Settler
    vault: Vault

    def inbox(self) -> Inbox:
        return Inbox(self.store.inbox, self.vault, VirtualClock(), self.settler)


def play(path: Path, story: Callable[[House], Awaitable[None]]) -> None:
    async def run() -> None:
        store = Store(path / "keyturn.db")
        await story(House(store, Settler(store), Vault.from_setting(new_key("k"))))
        await store.close()

    asyncio.run(run())


def signed(kind: str) -> tuple[bytes, str]:
    body = f'{{"feature":"{kind}"}}'.encode()
    return body, hmac.new(b"key", body, hashlib.sha256).hexdigest()


def test_settled_in_the_order_they_came(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        inbox = house.inbox()
        for kind in "ABCDE":
            await inbox.take(*signed(kind), (KEY,), None)
        await inbox.quiet()
        assert house.settler.seen == list("ABCDE")
        assert await house.store.inbox.waiting(10) == []

    play(tmp_path, story)


def test_what_comes_later_sorts_behind_and_no_two_are_alike() -> None:
    now = VirtualClock().now()
    ids = [fresh_id(now + timedelta(milliseconds=number)) for number in (0, 1, 15, 16, 10**9)]
    assert ids == sorted(ids)
    assert len({fresh_id(now) for _ in range(1000)}) == 1000


def test_what_a_dead_process_had_taken_is_settled_by_the_next(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        house.settler.failures = 1
        first = house.inbox()
        await first.take(*signed("A"), (KEY,), None)
        await first.quiet()
        assert house.settler.seen == []
        second = house.inbox()
        second.wake()
        await second.quiet()
        assert house.settler.seen == ["A"]

    play(tmp_path, story)


def test_one_that_does_not_open_is_put_aside(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        elsewhere = Inbox(house.store.inbox, Vault.from_setting(new_key("other")), VirtualClock(), house.settler)
        house.settler.failures = 99
        await elsewhere.take(*signed("A"), (KEY,), None)
        await elsewhere.quiet()
        house.settler.failures = 0
        inbox = house.inbox()
        await inbox.take(*signed("B"), (KEY,), None)
        await inbox.quiet()
        assert house.settler.seen == ["B"]
        assert await house.store.inbox.waiting(10) == []

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("body", "signature", "code"),
    [
        (b"{}", None, "webhook-badly-signed"),
        (b"{}", "0" * 64, "webhook-badly-signed"),
        (b" " * (MAX_BODY + 1), "0" * 64, "webhook-too-large"),
    ],
)
def test_what_is_refused_leaves_no_trace(tmp_path: Path, body: bytes, signature: str | None, code: str) -> None:
    async def story(house: House) -> None:
        with pytest.raises(WebhookRefused) as caught:
            await house.inbox().take(body, signature, (KEY,), None)
        assert caught.value.code == code
        assert await house.store.inbox.waiting(10) == []

    play(tmp_path, story)


def test_bodies_are_sealed_in_the_database(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        await house.inbox().take(*signed("CLEARTEXTMARK"), (KEY,), None)

    play(tmp_path, story)
    assert all(b"CLEARTEXTMARK" not in path.read_bytes() for path in tmp_path.iterdir())
