"""The same account again is the same customer: after a quiet afternoon, elsewhere, after a loss; never another one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.pair.api.program import Program
from tests.pair.joined import UNHURRIED, Person, Street, play
from tests.pair.test_several_accounts import NEIGHBOUR, connect_both, grants, sign_in_as, taken_back

from keyturn.secrecy import Secret

IDLE = 2 * 3600 + 60


async def customers(street: Street) -> list[Any]:
    return [customer for _, customer in await street.integration.store.customers.customers((-1, ""), 50, None)]


async def told(program: Program, kind: str) -> list[dict[str, Any]]:
    return [event["data"] for event in (await program.get("/events"))["items"] if event["type"] == kind]


def test_after_a_quiet_afternoon_one_is_still_who_one_was(tmp_path: Path, database: Path | Secret) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        await street.person.connect()
        before = await customers(street)
        await street.clock.advance(IDLE)
        assert (await street.person.go("/doors")).problem == "session-idle"
        await street.person.connect()
        assert "Your doors" in street.person.text
        assert await customers(street) == before, "no customer came and none went"
        connected = await told(program, "grant.connected")
        assert [each["customer_id"] for each in connected] == 2 * [before[0].customer_id]
        assert len(await grants(street)) == 1

    play(tmp_path, story, database=database, **UNHURRIED)


def test_in_another_browser_too_and_with_the_companys_own_reference(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        made = await program.post("/customers", {"reference": "crm-7"})
        link = await program.post(f"/customers/{made['id']}/connect-links", {})
        await street.person.go(link["url"])
        await street.person.consent()
        other = Person(street.integration, street.sandbox, street.facts["account"])
        await other.connect()
        assert "Your doors" in other.text
        assert {grant.customer_id for grant in await grants(street)} == {made["id"]}
        assert [customer.reference for customer in await customers(street)] == ["crm-7"]
        await other.browser.aclose()

    play(tmp_path, story)


def test_one_account_alone_does_not_open_the_doors_of_another(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        mine, _ = {grant.account_id for grant in await connect_both(street)}, await customers(street)
        other = Person(street.integration, street.sandbox, street.facts["account"])
        sign_in_as(other, NEIGHBOUR)
        await other.connect()
        whose = {grant.account_id: grant.customer_id for grant in await grants(street)}
        assert len(set(whose.values())) == 2 == len(mine)
        assert [lock["name"] for lock in street.facts["smartlocks"] if lock["name"] in other.text] == []
        await other.browser.aclose()

    play(tmp_path, story)


def test_in_ones_own_browser_one_account_brings_back_both(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connect_both(street)
        await street.clock.advance(IDLE)
        await street.person.go("/doors")
        await street.person.connect()
        assert len({grant.customer_id for grant in await grants(street)}) == 1 == len(await customers(street))
        assert [
            lock["name"] for lock in street.facts["smartlocks"] if lock["name"] not in street.person.text
        ] == []

    play(tmp_path, story)


def test_who_logged_out_on_purpose_is_not_waited_for(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connect_both(street)
        await street.person.go("/doors")
        await street.person.press("/logout")
        await street.person.connect()
        assert len({grant.customer_id for grant in await grants(street)}) == 2

    play(tmp_path, story)


def test_after_a_loss_the_customer_goes_on(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        before, send = await customers(street), street.overheard.send
        taken_back(street)
        await street.clock.advance(3 * 3600)
        await street.person.go("/doors")
        street.overheard.send = send  # type: ignore[method-assign]
        await street.person.connect()
        assert "Your doors" in street.person.text and await customers(street) == before

    play(tmp_path, story)


@pytest.mark.parametrize("fault", ["server_error", "html_instead"])
def test_a_first_look_that_fails_is_made_good_and_told_once(tmp_path: Path, fault: str) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        await street.person.connect()
        street.sandbox.arm(fault, times=None, operation="GetSmartlocks")
        other = Person(street.integration, street.sandbox, street.facts["account"])
        await other.connect()
        assert len(await told(program, "grant.connected")) == 1, "nobody knows yet whose it is"
        street.sandbox.disarm(fault)
        await street.clock.advance(timedelta(minutes=5).total_seconds())
        assert len(await told(program, "grant.connected")) == 2
        assert len(await grants(street)) == 1, "the account's earlier grant has ended"
        await other.browser.aclose()

    play(tmp_path, story)
