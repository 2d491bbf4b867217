"""The support desk at the console: whose turn it is, what can be done, the answer, and the way to Nuki."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.pair.joined import UNHURRIED, Street
from tests.pair.operator.test_console import Operator, run

from keyturn.secrecy import Secret


async def case_of(street: Street) -> str:
    """The customer's lock is blocked; they write about it. The case's number."""
    await street.person.connect()
    street.sandbox.arm("motor_blocked", times=None)
    await street.press("unlock")
    await street.wait(60)
    return await street.person.opens_a_case("It hums and stops. Call 0664 1234567.")


def test_a_case_from_the_first_word_to_nuki_and_back(tmp_path: Path, database: Path | Secret) -> None:
    async def story(street: Street, operator: Operator) -> None:
        number = await case_of(street)
        await operator.log_in()
        assert "Support cases to answer: 1; late: 0." in await operator.go()
        assert number in await operator.go("/cases")
        seen = await operator.go(f"/cases/{number}")
        for part in (
            "Answer by",
            "It hums and stops.",
            "Door action settled",
            "firmware",
            "at the device",
            "door CLOSED, server OK",
        ):
            assert part in seen, part
        drafted = await operator.go(f"/cases/{number}?answer=ask_at_the_door&in=de")
        assert "Bitte versuchen Sie bei offener Tür" in drafted and street.integration.settings.company in drafted
        asked = await operator.press(
            f"/cases/{number}/words", event="desk_asked", text="Does the key\r\nturn freely?"
        )
        assert asked.url.path == f"/operator/cases/{number}" and "waits for the customer" in asked.text
        assert "Does the key\nturn freely?" in (await street.person.go(f"/support/{number}")).page.text  # type: ignore[union-attr]
        await street.person.press(f"/support/{number}", text="No.")

        letter = await operator.go(f"/cases/{number}/hand-over")
        assert "request id" in letter and "0664" not in letter and "hums" not in letter
        given = await operator.press(
            f"/cases/{number}/handed-over", summary="Blocked, although the key turns. Reach me: a@b.example"
        )
        assert "Blocked, although the key turns. Reach me: [taken out]" in given.text
        file = await operator.browser.get(f"/operator/cases/{number}/bundle.json")
        bundle = json.loads(file.text)
        assert "attachment" in file.headers["content-disposition"]
        assert bundle["tried"][0]["request_id"] and bundle["device"]["firmware"] and "0664" not in file.text
        text = await operator.browser.get(f"/operator/cases/{number}/letter.txt")
        assert text.text.startswith("Subject: Support case") and "taken out" in text.text
        await operator.go(f"/cases/{number}")
        await operator.press(f"/cases/{number}/words", event="nuki_answered", text="Calibrate it.")
        done = await operator.press(f"/cases/{number}/words", event="solved", text="Calibrated, and it works.")
        assert "solved" in done.text and "/words" not in done.text
        assert "No case waits." in await operator.go("/cases")
        assert number in await operator.go("/cases?state=solved")

    run(tmp_path, story, database=database)


def test_what_the_desk_can_do_from_here(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        number = await case_of(street)
        await operator.log_in()
        before = len(list(street.sandbox.journal))
        for tool in ("read_smartlocks", "repair_webhooks", "read_codes"):
            await operator.go(f"/cases/{number}")
            done = await operator.press(f"/use/{tool}")
            assert done.url.query.decode() == f"done={tool}" and 'role="status"' in done.text, tool
        assert len(list(street.sandbox.journal)) > before
        await operator.go(f"/cases/{number}")
        linked = await operator.press("/use/send_connect_link")
        link = re.search(r"https://\S+/connect\?link=[\w-]{43}", linked.text)
        assert link and "link=" not in str(linked.url)
        assert link[0].rpartition("=")[2] not in (await operator.browser.get(f"/operator/cases/{number}")).text
        street.sandbox.arm("server_error", times=None)
        await operator.go(f"/cases/{number}")
        failed = await operator.press("/use/read_smartlocks")
        assert failed.status_code >= 500 and "done=" not in str(failed.url)

    run(tmp_path, story, access=True)


def test_a_case_that_is_late_stands_first_and_is_said(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        number = await case_of(street)
        await street.clock.advance(25 * 3600)
        await operator.log_in()
        assert "Support cases to answer: 1; late: 1." in await operator.go()
        assert f"{number}" in await operator.go("/cases?state=opened") and "late" in operator.page.text
        await operator.go("/cases/0000-0000", status=404)
        await operator.go(f"/cases/{number}")
        empty = await operator.press(f"/cases/{number}/words", event="desk_asked", text="  ")
        assert empty.status_code == 403 and "The answer is empty" in empty.text
        strange = await operator.press("/logout")
        assert strange.url.path == "/operator/login"

    run(tmp_path, story, **UNHURRIED)
