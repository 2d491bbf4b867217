"""Each sabotage of the catalogue can be started, and some are seen to spoil what they say they spoil."""

from __future__ import annotations

import asyncio

import pytest
from tests.examples.joined import outcome, visited
from tests.sabotage.catalogue import SABOTAGES
from tests.sabotage.spoiling import spoiled, spoilers

from keyturn.testing import AsyncNuki

CANNOT_CONNECT = {
    *("redirect_to_another_path", "redirect_with_slash", "redirect_by_http", "redirect_varies"),
    *(
        "exchange_without_redirect",
        "token_asked_of_consent",
        "code_exchanged_in_the_browser",
        "code_exchanged_twice",
    ),
    *("code_stays_in_the_address", "reconnect_keeps_the_dead_grant", "arrival_leads_nowhere"),
}


def test_the_catalogue_is_done() -> None:
    assert set(spoilers()) == set(SABOTAGES)


def test_each_says_what_is_wrong() -> None:
    assert [name for name, spoiler in spoilers().items() if not (spoiler.__doc__ or "").endswith(".")] == []


@pytest.mark.parametrize("name", sorted(set(SABOTAGES) - CANNOT_CONNECT))
def test_a_sabotage_spoils_no_more_than_one_thing(name: str, async_nuki: AsyncNuki) -> None:
    """People can still connect and see their doors: the fault is not found because nothing works."""

    async def story() -> None:
        async with visited(async_nuki, spoiled(name)) as visitor:
            page = await visitor.connect()
            assert page.url.path == "/doors" and "Front door" in page.text, page.text

    asyncio.run(story())


@pytest.mark.parametrize("name", ["success_on_any_2xx", "success_on_button_press"])
def test_success_is_shown_too_early(name: str, async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki, spoiled(name)) as visitor:
            await visitor.connect()
            assert outcome(await visitor.unlock()) == "confirmed"

    asyncio.run(story())


def test_a_burst_renews_more_than_once_without_the_lock(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        async with visited(async_nuki, spoiled("renewal_without_lock")) as visitor:
            await visitor.connect()
            await async_nuki.advance(3601)
            before = len(async_nuki.journal)
            await asyncio.gather(*(visitor.browser.get("/doors") for _ in range(8)), return_exceptions=True)
            asked = [entry["subject"] for entry in async_nuki.journal[before:]]
            assert asked.count("POST /oauth/token") > 1

    asyncio.run(story())
