"""The guest house does everything right: without that, no sabotage of it proves anything."""

from __future__ import annotations

import asyncio
import json

from tests.architecture.places import ROOT
from tests.examples.joined import outcome, visited

from keyturn.checker.subject.reading import read
from keyturn.testing import AsyncNuki


def renewals(nuki: AsyncNuki) -> int:
    return sum(entry["subject"] == "POST /oauth/token" for entry in nuki.journal)


def test_an_unlock_waits_until_the_lock_confirms(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            page = await visitor.connect()
            assert page.url.path == "/doors" and "Front door" in page.text
            page = await visitor.unlock()
            assert outcome(page) == "waiting", page.text
            await async_nuki.advance(15)
            assert outcome(await visitor.browser.get(page.url)) == "confirmed"

    asyncio.run(story())


def test_a_dead_token_is_renewed_once_for_a_burst(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            await visitor.connect()
            await async_nuki.advance(3601)
            before = renewals(async_nuki)
            pages = await asyncio.gather(*(visitor.browser.get("/doors") for _ in range(8)))
            assert [page.status_code for page in pages] == [200] * 8
            assert renewals(async_nuki) == before + 1
            await async_nuki.advance(3601)
            assert outcome(await visitor.unlock()) == "waiting"

    asyncio.run(story())


def test_a_refusal_is_explained(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            page = await visitor.connect("deny")
            assert page.status_code == 403
            assert "You did not allow" in page.text and 'href="/connect"' in page.text

    asyncio.run(story())


def test_a_lost_grant_logs_out_and_asks_once(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            await visitor.connect()
            await async_nuki.advance(91 * 24 * 3600)  # the refresh token has died too
            page = await visitor.browser.get("/doors")
            assert page.status_code == 401 and "Connect again" in page.text
            asked = renewals(async_nuki)
            for _ in range(3):
                assert (await visitor.browser.get("/doors")).status_code == 401
            assert renewals(async_nuki) == asked
            assert (await visitor.connect()).url.path == "/doors"

    asyncio.run(story())


def test_silence_is_no_success_and_a_late_word_counts(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki, confirm_seconds=0.0) as visitor:
            await visitor.connect()
            page = await visitor.unlock()
            assert outcome(page) == "unconfirmed"
            await async_nuki.advance(15)
            assert outcome(await visitor.browser.get(page.url)) == "confirmed"

    asyncio.run(story())


def test_only_signed_webhooks_count_and_unknown_ones_are_welcome(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            forged = json.dumps({"feature": "NEW_ONE"}).encode()
            assert (await visitor.browser.post("/webhook", content=forged)).status_code == 401
            signature = visitor.house.webhooks.signature(forged).decode()
            signed = {"X-Nuki-Signature-SHA256": signature}
            assert (await visitor.browser.post("/webhook", content=forged, headers=signed)).status_code == 204

    asyncio.run(story())


def test_disconnecting_forgets_the_tokens(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            page = await visitor.connect()
            page = await visitor.send(page, -1)
            assert page.url.path == "/disconnected"
            assert visitor.house.store.all("SELECT * FROM grants") == []
            assert (await visitor.browser.get("/doors")).status_code == 401

    asyncio.run(story())


def test_the_last_request_at_a_door_is_listed(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki) as visitor:
            await visitor.connect()
            await visitor.unlock()
            assert outcome(await visitor.browser.get("/actions")) == "waiting"

    asyncio.run(story())


def test_its_subject_file_can_be_read() -> None:
    described = read(ROOT / "examples" / "starlette" / "SUBJECT.toml")
    assert described.subject.start.plain_http
