"""From an error page to Nuki: the reference, the case, the desk's words, the hand-over; by pages and by programs."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.pair.api.program import Program
from tests.pair.joined import OURS, Person, Street, play

from keyturn.integration.partners.key import KeyScope
from keyturn.integration.support.case import Mishap


def reference(person: Person) -> str:
    assert person.page is not None
    found = re.search(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", person.page.text)
    assert found, person.text
    return found[1]


def test_a_signed_in_customer_opens_a_case_from_the_page_that_failed(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person, program = street.person, await Program.of(street)
        await person.connect()
        await person.go("/doors/nobodys/4711")
        assert person.problem == "unknown-door"
        shown = reference(person)
        await person.press("/support", text="My door is gone <script>")
        assert person.page is not None and person.page.url.path.startswith("/support/")
        assert "We are looking into it." in person.text and "My door is gone &lt;script&gt;" in person.page.text
        number = person.page.url.path.rpartition("/")[2]
        mishap = await program.get(f"/support/mishaps/{shown.lower()}")
        assert (mishap["code"], mishap["request"]) == ("unknown-door", "GET /doors/nobodys/4711")
        assert mishap["tell"]["de"] and mishap["deeds"] == ["read_smartlocks"]
        cases = (await program.get("/support/cases"))["items"]
        assert [(each["id"], each["reference"], each["code"]) for each in cases] == [
            (number, shown, "unknown-door")
        ]
        assert cases[0]["customer_id"] == mishap["customer_id"] is not None
        await program.post(f"/support/cases/{number}/words", {"event": "desk_asked", "note": "Which colour?"})
        assert "Which colour?" in (await person.go(f"/support/{number}")).text
        await person.press(f"/support/{number}", text="Blue.")
        assert (await program.get(f"/support/cases/{number}"))["state"] == "opened"
        await program.post(f"/support/cases/{number}/words", {"event": "solved", "note": "It was blue."})
        assert "Solved" in (await person.go("/support")).text
        again = await program.post(f"/support/cases/{number}/hand-over", {}, status=409)
        assert again["code"] == "case-settled"
        told = [event for event in (await program.get("/events"))["items"] if event["type"] == "case.opened"]
        assert [event["data"]["case_id"] for event in told] == [number] and "gone" not in str(told)
        moved = [
            event["data"] for event in (await program.get("/events"))["items"] if event["type"] == "case.moved"
        ]
        assert [each["event"] for each in moved] == ["desk_asked", "customer_wrote", "solved"]
        assert moved[-1]["state"] == "solved" and moved[-1]["customer_id"] and "blue" not in str(moved).lower()

    play(tmp_path, story)


def test_nobody_signed_in_opens_one_with_the_reference_and_once(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person, program = street.person, await Program.of(street)
        await person.go("/doors")
        assert person.problem == "signed-out"
        shown = reference(person)
        for _ in range(2):
            await person.go("/support")
            await person.press(
                "/support", reference=shown.replace("-", " ").lower(), text="Hello?", contact="a@b.c"
            )
            assert "Thank you" in person.text
        cases = (await program.get("/support/cases"))["items"]
        assert len(cases) == 1 and cases[0]["contact"] == "a@b.c" and cases[0]["id"] in person.text
        await person.go("/support")
        await person.press("/support", reference="0000-0001", text="?", contact="a@b.c")
        assert person.problem == "reference-unknown"
        await person.go(f"/support/{cases[0]['id']}")
        assert person.problem == "signed-out"

    play(tmp_path, story)


def test_a_form_from_elsewhere_or_without_its_token_opens_none(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person, program = street.person, await Program.of(street)
        await person.go("/doors")
        fields = {"reference": reference(person), "text": "?", "contact": "a@b.c"}
        answer = await person.browser.post(f"{OURS}/support", data=fields, headers={"Origin": "https://evil.test"})
        assert answer.status_code == 403
        await person.connect()
        answer = await person.browser.post(f"{OURS}/support", data=fields)
        assert answer.status_code == 403
        assert (await program.get("/support/cases"))["items"] == []

    play(tmp_path, story)


def test_a_machine_is_stopped_before_it_fills_the_desk(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person, program = street.person, await Program.of(street)
        await person.connect()
        for _ in range(6):
            await person.go("/support")
            await person.press("/support", text="again", door="")
            assert person.problem == ""
        await person.go("/support")
        await person.press("/support", text="again")
        assert person.problem == "support-full"
        assert len((await program.get("/support/cases"))["items"]) == 6

    play(tmp_path, story)


def test_a_case_of_one_customer_is_nothing_to_another(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        other = await program.post("/customers", {})
        theirs = await program.post("/support/cases", {"text": "mine", "customer_id": other["id"]})
        await street.person.connect()
        assert (await street.person.go(f"/support/{theirs['id']}")).problem == "not-found"
        assert theirs["id"] not in (await street.person.go("/support")).text

    play(tmp_path, story)


def test_handed_over_with_request_ids_and_without_secrets(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(street: Street) -> None:
        person, program = street.person, await Program.of(street)
        await person.connect()
        await street.press("unlock")
        await street.wait(30)
        page = person.page
        assert page is not None
        grant_id = re.search(rf"/doors/([^/]+)/{street.lock['smartlock_id']}", page.text)
        assert grant_id is not None
        await person.go(f"/doors/{grant_id[1]}/{street.lock['smartlock_id']}/dance")
        await person.press("/support", text="Nobody home, my mail is anna@example.com")
        assert person.page is not None
        number = person.page.url.path.rpartition("/")[2]
        handed = await program.post(f"/support/cases/{number}/hand-over", {"summary": "It says ff at 815379."})
        device, tried = handed["bundle"]["device"], handed["bundle"]["tried"]
        assert device["smartlock_id"] == street.lock["smartlock_id"] and device["firmware"].count(".") == 2
        sent = [body for _, _, body in street.post.carried if b"requestId" in body]
        assert tried[0]["request_id"].encode() in sent[-1] and tried[0]["request_id"] in handed["letter"]
        told = str(handed) + caplog.text
        assert "anna@" not in told and "815379" not in str(handed["letter"])
        assert [secret for secret in street.overheard.secrets if secret in told] == []
        assert "We have asked Nuki" in (await person.go(f"/support/{number}")).text

    play(tmp_path, story)


def test_only_a_key_for_the_support_sees_cases(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        others = tuple(scope for scope in KeyScope if scope is not KeyScope.SUPPORT)
        program = await Program.of(street, *others)
        for path in ("/support/cases", "/support/cases/0000-0001", "/support/mishaps/0000-0001"):
            refused: dict[str, Any] = await program.get(path, status=403)
            assert refused["code"] == "key-scope-missing"

    play(tmp_path, story)


def test_an_error_page_comes_even_if_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(street: Street) -> None:
        async def broken(mishap: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(street.integration.store.cases, "note", broken)
        assert reference(await street.person.go("/doors"))

    play(tmp_path, story)


def test_what_is_old_is_forgotten(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program, store = await Program.of(street), street.integration.store.cases
        shown = reference(await street.person.go("/doors"))
        long_ago = street.clock.now() - timedelta(days=31)
        await store.note(Mishap(reference="0000-0001", at=long_ago, code="ff", request="GET /"))
        await street.integration.housekeeping.tidy()
        await program.get(f"/support/mishaps/{shown}")
        await program.get("/support/mishaps/0000-0001", status=404)

    play(tmp_path, story)
