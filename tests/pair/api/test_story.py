"""A company's program: a customer, a link, a grant, doors, actions; and every way to be refused."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from tests.pair.api.program import Program
from tests.pair.joined import UNHURRIED, Street, play

from keyturn.integration.actions.action import kinds_for
from keyturn.integration.partners.key import KeyScope


async def connected(street: Street, program: Program) -> tuple[dict[str, Any], dict[str, Any]]:
    """A customer of the company's, connected by a link; its grant."""
    customer = await program.post("/customers", {"reference": "room 12"})
    link = await program.post(f"/customers/{customer['id']}/connect-links")
    await follow(street, link["url"])
    assert street.person.page is not None
    assert 'data-done="connected"' in street.person.page.text
    grants = (await program.get(f"/grants?customer_id={customer['id']}"))["items"]
    assert [grant["state"] for grant in grants] == ["active"]
    return customer, grants[0]


async def follow(street: Street, url: str, decision: str = "allow") -> None:
    await street.person.go(url)
    assert street.person.page is not None
    if "password" in street.person.page.text:
        account = street.facts["account"]
        await street.person.press("", email=account["email"], password=account["password"])
    await street.person.press("", decision=decision)


def test_from_a_reference_to_a_confirmed_action(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, grant = await connected(street, program)
        assert (await program.get("/customers?reference=room%2012"))["items"] == [customer]
        found = (await program.get(f"/grants/{grant['id']}/smartlocks"))["items"]
        lock = next(each for each in found if each["id"] == street.lock["smartlock_id"])
        assert (lock["state_name"], lock["actions"]) == ("locked", [*kinds_for(4)])
        address = f"/grants/{grant['id']}/smartlocks/{lock['id']}"
        asked = await program.post(f"{address}/actions", {"kind": "unlock"})
        assert (asked["state"], asked["settled"]) == ("accepted", False)
        waiting = asyncio.create_task(program.get(f"/actions/{asked['id']}?wait=30"))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        await street.wait(20)
        assert (await waiting)["state"] == "confirmed"
        after = await program.get(address)
        assert (after["state_name"], after["told"]) == ("unlocked", True)
        assert after["known_at"] > lock["known_at"]
        assert [each["state"] for each in (await program.get("/actions"))["items"]] == ["confirmed"]
        ended = await program.post(f"/grants/{grant['id']}/disconnect", status=200)
        assert ended["state"] == "disconnected"
        refused = await program.post(f"{address}/actions", {"kind": "lock"}, status=409)
        assert (refused["code"], refused["blame"]) == ("grant-lost", "customer")
        told = "\n".join((*program.seen, caplog.text))
        assert [secret for secret in street.overheard.secrets if secret in told] == []
        await program.close()

    play(tmp_path, story)


def test_waiting_ends_with_its_time(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        _, grant = await connected(street, program)
        address = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/actions"
        waiting = asyncio.create_task(program.post(f"{address}?wait=1", {"kind": "unlock"}))
        await asyncio.sleep(0.3)
        assert [each["state"] for each in (await program.get("/actions"))["items"]] == ["accepted"]
        assert not waiting.done()
        await street.clock.advance(1)
        assert (await waiting)["state"] == "accepted"
        assert (await program.post(f"{address}?wait=31", {"kind": "lock"}, status=400))["code"] == "bad-request"
        assert (await program.post(f"{address}?wait=nan", {"kind": "lock"}, status=400))["code"] == "bad-request"
        assert (await program.post(address, {"kind": "lock"}, status=409))["code"] == "door-busy"
        await program.close()

    play(tmp_path, story)


def test_a_link_is_good_for_one_connection(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer = await program.post("/customers")
        url = (await program.post(f"/customers/{customer['id']}/connect-links"))["url"]
        await street.person.browser.get(url, follow_redirects=False)  # a mail program looks first
        await follow(street, url, decision="deny")
        assert street.person.problem == "connect-denied"
        await follow(street, url)
        assert len((await program.get(f"/grants?customer_id={customer['id']}"))["items"]) == 1
        await street.person.go("/doors")
        assert street.person.problem == "signed-out", "a link opens nobody's doors"
        await street.person.go(url)
        assert street.person.problem == "connect-link-dead"
        late = (await program.post(f"/customers/{customer['id']}/connect-links"))["url"]
        await street.clock.advance(30 * 60)
        await street.person.go(late)
        assert street.person.problem == "connect-link-dead"
        await street.person.go("/connect?link=guessed")
        assert street.person.problem == "connect-link-dead"
        await program.close()

    play(tmp_path, story)


def test_connecting_without_a_link_makes_a_customer_too(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        await street.person.connect()
        grant = (await program.get("/grants"))["items"][0]
        customer = await program.get(f"/customers/{grant['customer_id']}")
        assert customer["reference"] is None
        await program.close()

    play(tmp_path, story)


def test_the_same_request_twice(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        _, grant = await connected(street, program)
        address = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/actions"
        first = await program.post(address, {"kind": "unlock"}, idempotency_key="k1")
        assert await program.post(address, {"kind": "unlock"}, idempotency_key="k1") == first
        other = await program.post(address, {"kind": "lock"}, status=409, idempotency_key="k1")
        assert other["code"] == "repeat-differs"
        assert len((await program.get("/actions"))["items"]) == 1
        busy = await program.post(address, {"kind": "lock"}, status=409, idempotency_key="k2")
        assert busy["code"] == "door-busy"
        await street.wait(20)
        again = await program.post(address, {"kind": "lock"}, idempotency_key="k2")
        assert again["kind"] == "lock", "what was refused may be asked again"
        somebody = await Program.of(street)
        await street.wait(20)
        theirs = await somebody.post(address, {"kind": "unlock"}, idempotency_key="k1")
        assert theirs["id"] != first["id"], "each key's repetitions are its own"
        await program.post(address, {"kind": "lock"}, status=400, idempotency_key="x" * 201)
        await program.close()
        await somebody.close()

    play(tmp_path, story)


def test_two_at_once_with_one_idempotency_key_act_once(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        _, grant = await connected(street, program)
        address = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/actions"
        wish = {"kind": "unlock"}
        outcomes = await asyncio.gather(*(program.ask(address, wish, idempotency_key="k") for _ in range(2)))
        (_, first), (status, second) = sorted(outcomes, key=lambda outcome: outcome[0])
        assert status == 409 and second["code"] == "repeat-running", "the first had no answer yet"
        assert await program.post(address, wish, idempotency_key="k") == first
        assert len((await program.get("/actions"))["items"]) == 1
        asked = [entry for entry in street.sandbox.journal if entry.subject.endswith("/action/advanced")]
        assert len(asked) == 1, "Nuki was asked once"
        await program.close()

    play(tmp_path, story)


def test_an_idempotency_key_taken_by_another_request_moves_nothing(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        _, grant = await connected(street, program)
        key = (await street.integration.keys.every())[0].key_id
        assert await street.integration.repeats.begin(key, "k", "digest") is None
        address = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/actions"
        told = await program.post(address, {"kind": "lock"}, status=409, idempotency_key="k")
        assert told["code"] == "repeat-differs"
        assert (await program.get("/actions"))["items"] == []
        await program.close()

    play(tmp_path, story)


def test_keys(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        reader = await Program.of(street, KeyScope.READ, days=1)
        assert (await reader.post("/customers", status=403))["code"] == "key-scope-missing"
        assert (await Program(street, "").get("/customers", status=401))["code"] == "key-missing"
        for wrong in ("kt_abc_def", "kt_", "nonsense", "kt__"):
            assert (await Program(street, wrong).get("/customers", status=401))["code"] == "key-refused"
        await street.clock.advance(24 * 3600)
        assert (await reader.get("/customers", status=401))["code"] == "key-refused"
        program = await Program.of(street)
        await program.get("/customers")
        key = (await street.integration.keys.every())[-1]
        assert await street.integration.keys.revoke(key.key_id)
        assert not await street.integration.keys.revoke(key.key_id)
        assert (await program.get("/customers", status=401))["code"] == "key-refused"

    play(tmp_path, story, **UNHURRIED)


def test_pages_and_refusals(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        made = [(await program.post("/customers", {"reference": f"r{number}"}))["id"] for number in range(5)]
        seen: list[str] = []
        part: dict[str, Any] = {"next": ""}
        while part["next"] is not None:
            part = await program.get("/customers?limit=2&cursor=" + part["next"])
            seen += [each["id"] for each in part["items"]]
        assert sorted(seen) == sorted(made)
        taken = await program.post("/customers", {"reference": "r1"}, status=409)
        assert taken["code"] == "reference-taken" and taken["remedy"]
        for method, path, body, status, code in (
            ("GET", "/customers?limit=0", None, 400, "bad-request"),
            ("GET", "/customers?limits=5", None, 400, "bad-request"),
            ("GET", "/customers?cursor=abc", None, 400, "bad-request"),
            ("GET", "/customers/unknown", None, 404, "unknown-resource"),
            ("GET", "/grants/unknown/smartlocks", None, 404, "unknown-resource"),
            ("GET", "/actions/unknown", None, 404, "unknown-resource"),
            ("GET", "/actions?smartlock_id=x", None, 400, "bad-request"),
            ("GET", "/nothing", None, 404, "unknown-resource"),
            ("PUT", "/customers", {}, 405, "no-such-method"),
            ("POST", "/customers", {"reference": 5}, 400, "bad-request"),
            ("POST", "/customers", {"name": "x"}, 400, "bad-request"),
            ("POST", "/customers", {"reference": "x" * 70_000}, 413, "body-too-large"),
        ):
            assert (await program.call(method, path, body, status))["code"] == code, path
        await program.close()

    play(tmp_path, story)
