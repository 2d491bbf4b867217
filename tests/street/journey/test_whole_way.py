"""The whole way through pages, in a real browser: from the first question to a released integration and its first case.

One household: `keyturn demo` plays Nuki with its reviewer, and the integration with its customers and its support desk;
`keyturn status --page` is the company's way. A refusal, a check that fails and is mended, differences explained, a
release.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.journey.walker import HARBOUR
from tests.street.running import KEYTURN
from tests.street.test_accessible import judge
from tests.street.test_browser import CHROMIUM, Demo, connect, first_lock, picture

pytestmark = pytest.mark.street
SUBJECT = Path(__file__).parents[3] / "subjects" / "keyturn.toml"
API_TOKEN = "sandbox-api-token-6f1d2c8e5b7a4093"
COMPANY, SITE, DESCRIPTION = HARBOUR[1], HARBOUR[3], HARBOUR[7]
WORKED_ON, DRAWN = 480_000, 60_000
"""Milliseconds a whole check, and a page that waits for Chromium or Nuki, may take on a machine that is busy."""


@contextmanager
def way_page(folder: Path, demo: Demo) -> Iterator[str]:
    """``keyturn status --page``; the address it printed."""
    environment = os.environ | {
        "PATH": f"{Path(KEYTURN).parent}{os.pathsep}{os.environ['PATH']}",
        "KEYTURN_NUKI_URL": demo.said["sandbox_url"],
        "KEYTURN_NUKI_CA_FILE": demo.said["ca_file"],
        "KEYTURN_NUKI_API_TOKEN": API_TOKEN,
    }
    command = [KEYTURN, "status", "--page", "--no-browser"]
    log = (folder / "page.log").open("w")
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http\S+", process.stdout.readline())
        assert found, (folder / "page.log").read_text()
        yield found[0]
    finally:
        process.terminate()
        process.communicate(timeout=30)
        log.close()
        assert "Traceback" not in (folder / "page.log").read_text()


@contextmanager
def chromium(demo: Demo) -> Iterator[Browser]:
    pins = f"--ignore-certificate-errors-spki-list={demo.key_pins()}"
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking", pins]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


class Company:
    """The product person, at the way's page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._root = page, address.partition("enter")[0]

    def look(self) -> Page:
        self.page.goto(self._root)
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def apply(self) -> None:
        self.look().get_by_role("link", name="See what would be sent to Nuki").click()
        expect(self.page.get_by_text("Target market")).to_be_visible()
        self.press("Yes, send this to Nuki")
        expect(self.page.get_by_role("status")).to_contain_text("Nuki shows")

    def check(self, subject: str) -> None:
        self.page.goto(self._root)
        self.press("Check now")
        expect(self.page.get_by_role("status")).to_contain_text(subject, timeout=WORKED_ON)
        self.look()

    def explain(self) -> list[str]:
        """Every open difference, one after the other; their keys."""
        explained: list[str] = []
        while (difference := self.page.locator(".difference details[open] form")).count():
            key = difference.first.locator("[name=key]").input_value()
            difference.first.locator("[name=reason]").fill("a page we add in spring, already tested")
            difference.first.get_by_role("button").click()
            expect(self.page.get_by_role("status")).to_contain_text(f"{key} is explained")
            explained.append(key)
        return explained


def decide(page: Page, demo: Demo, move: str, text: str = "") -> None:
    """At the reviewer's desk."""
    page.goto(demo.said["sandbox_url"] + "/_sandbox/console")
    desk = page.locator("#desk form").last
    desk.get_by_label("Decision").select_option(move)
    desk.get_by_label("What the company should read").fill(text)
    desk.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", name="The reviewer's desk")).to_be_visible()


def mailed(folder: Path, demo: Demo) -> None:
    """The form, sent as its letter says."""
    progress = json.loads((folder / "keyturn.progress.json").read_text())
    form = json.loads((folder / "form/form.json").read_text())["form"]
    demo.control("/_sandbox/program", client_id=progress["client_id"], move="submit", form=form)


def test_from_the_first_question_to_the_first_case(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    demo = Demo(tmp_path / "demo" / "state")
    try:
        with way_page(tmp_path, demo) as address, chromium(demo) as browser:
            released(tmp_path, demo, browser, address)
            handed_over(demo, browser)
    finally:
        demo.stop()


def released(folder: Path, demo: Demo, browser: Browser, address: str) -> None:
    plain = browser.new_context(java_script_enabled=False)
    plain.set_default_timeout(DRAWN)
    company, reviewer = Company(plain.new_page(), address), browser.new_context().new_page()
    page = company.page
    page.goto(address)
    page.get_by_label("Name of the company").fill(COMPANY)
    page.get_by_label("Its public web site").fill(SITE)
    page.get_by_label("What customers do with it").fill(DESCRIPTION)
    company.press("Make the manifest")
    expect(page.get_by_role("status")).to_contain_text("keyturn.toml is written")

    company.apply()
    decide(reviewer, demo, "refuse", "Which countries, and how many doors?")
    expect(company.look().locator(".next")).to_contain_text("refused or taken back")
    manifest = folder / "keyturn.toml"
    manifest.write_text(manifest.read_text().replace('market = ["AT"]', 'market = ["AT", "DE"]'))
    company.apply()
    decide(reviewer, demo, "approve")
    company.look()
    company.press("Fetch the client secret")
    assert (folder / "state/client-secret").stat().st_mode & 0o777 == 0o600

    subject = SUBJECT.read_text()
    (folder / "SUBJECT.toml").write_text(
        subject.replace('"{url}"\nKEYTURN_NUKI_URL', '"http://x"\nKEYTURN_NUKI_URL')
    )
    company.check("It has ended")
    expect(page.locator("#J3")).to_contain_text("P4 refresh-rotation: broken")
    (folder / "SUBJECT.toml").write_text(subject)
    company.check("It has ended")
    expect(page.locator("#J3 .badge")).to_have_text("done")

    assert {"actions.activity", "scopes.smartlock.log"} <= set(company.explain())
    company.press("Write the form")
    expect(page.locator(".next")).to_contain_text("letter.txt")
    company.press("Record the release")
    expect(page.get_by_role("alert")).to_contain_text("Nuki shows TESTING, not ACTIVE")
    mailed(folder, demo)
    decide(reviewer, demo, "release")
    company.look()
    company.press("Record the release")
    expect(page.get_by_role("status")).to_contain_text("The release is recorded")
    expect(company.look().locator(".badge.done")).to_have_count(5)
    assert API_TOKEN not in page.content()

    scripted = browser.new_context(storage_state=plain.storage_state()).new_page()
    found: list[str] = []
    for language in ("en", "de"):
        scripted.goto(f"{address.partition('enter')[0]}?lang={language}")
        judge(scripted, found)
        picture(scripted, f"way-{language}")
    assert found == []
    plain.close()


def handed_over(demo: Demo, browser: Browser) -> None:
    """A customer's door is blocked; the desk hands the case to Nuki."""
    customer, desk = browser.new_context().new_page(), browser.new_context().new_page()
    connect(customer, demo)
    demo.control("/_sandbox/faults", name="motor_blocked")
    first_lock(customer).get_by_role("button", name=re.compile("^Unlock")).click()
    expect(first_lock(customer)).to_contain_text("motor is blocked")
    customer.goto(demo.said["base_url"] + "/support")
    customer.locator("#door").select_option(index=1)
    customer.locator("#text").fill("It hums and stops. Call 0664 1234567.")
    customer.locator("main form button").click()
    expect(customer.locator("[data-state]")).to_be_visible()
    number = customer.url.rpartition("/")[2].partition("?")[0]

    desk.goto(demo.said["base_url"] + "/operator/login")
    desk.locator("#token").fill(demo.said["operator_token"])
    desk.locator("main form button").click()
    desk.goto(f"{demo.said['base_url']}/operator/cases/{number}/hand-over")
    expect(desk.locator(".letter")).to_contain_text("request id")
    desk.locator("#summary").fill("Blocked at every try, although the key turns.")
    desk.locator("main form button").click()
    expect(desk.locator(".letter")).to_contain_text("although the key turns")
    assert "0664" not in desk.locator(".letter").inner_text()
