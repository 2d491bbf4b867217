"""The customer's pages in a frame of the company's own page, at another site, in a real browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect, sync_playwright
from tests.street.embedding.company import ROOMS, STRANGER, Program, site
from tests.street.test_browser import CHROMIUM, Demo, free_port, picture

from keyturn.cli import authority
from keyturn.clock import SystemClock
from keyturn.integration.partners.key import Keys, KeyScope
from keyturn.integration.store import Store

pytestmark = pytest.mark.street
BLOCKING = {"as it comes": [], "without third-party cookies": ["--test-third-party-cookie-phaseout"]}


@dataclass
class House:
    """The demo, framed by ``rooms``; ``stranger`` is a site that nobody has named."""

    demo: Demo
    program: Program
    rooms: str
    stranger: str

    @property
    def ours(self) -> str:
        return str(self.demo.said["base_url"])


async def fresh_key(database: Path) -> str:
    store = Store(database)
    await store.open()
    try:
        _, key = await Keys(store.keys, SystemClock()).new("rooms", (KeyScope.MANAGE, KeyScope.READ), 1.0)
        return key.reveal()
    finally:
        await store.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    state = tmp_path_factory.mktemp("framed") / "state"
    trust = authority.ensure(state / "authority")
    with pytest.MonkeyPatch.context() as told, site(trust.certificate, trust.key) as port:
        rooms, stranger = f"https://{ROOMS}:{port}", f"https://{STRANGER}:{port}"
        told.setenv("KEYTURN_EMBED_ORIGINS", rooms)
        demo = Demo(state, (str(free_port()), str(free_port())))
        key = asyncio.run(fresh_key(state / "keyturn.db"))
        yield House(demo, Program(demo.said["base_url"], demo.said["ca_file"], key), rooms, stranger)
        demo.stop()


@pytest.fixture(scope="module", params=BLOCKING)
def browser(house: House, request: pytest.FixtureRequest) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking", *BLOCKING[request.param]]
    names = f"--host-resolver-rules=MAP {ROOMS} 127.0.0.1, MAP {STRANGER} 127.0.0.1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, names])
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(ignore_https_errors=True)
    opened.set_default_timeout(60_000)
    yield opened
    opened.close()


def consent(page: Page, house: House) -> None:
    """At Nuki's pages, down to the page that says it is done."""
    if page.get_by_label("Password").count():
        page.get_by_label(re.compile("mail", re.I)).fill(house.demo.said["account"]["email"])
        page.get_by_label("Password").fill(house.demo.said["account"]["password"])
        page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Allow").click()
    expect(page.locator("[data-done=connected]")).to_be_visible()


def booked(context: BrowserContext, house: House) -> str:
    """A customer who has connected by a link, in a tab; the customer's id."""
    customer_id = str(house.program.post("/customers")["id"])
    tab = context.new_page()
    tab.goto(house.program.post(f"/customers/{customer_id}/connect-links")["url"])
    consent(tab, house)
    tab.close()
    return customer_id


def framed(page: Page, house: House, customer_id: str) -> FrameLocator:
    """The company's page with the customer's doors in it."""
    enter = house.program.post(f"/customers/{customer_id}/page-sessions")["url"]
    page.goto(f"{house.rooms}/?show={enter}")
    return page.frame_locator("iframe")


def test_a_door_is_locked_in_a_frame_and_confirmed_there(context: BrowserContext, house: House) -> None:
    customer_id = booked(context, house)
    page = context.new_page()
    doors = framed(page, house, customer_id)
    expect(doors.get_by_role("heading", name="Your doors")).to_be_visible()
    cards = doors.locator("li.door", has=doors.get_by_role("button", name=re.compile("^Lock")))
    name = cards.first.get_by_role("heading").inner_text()
    cards.first.get_by_role("button", name=re.compile("^Lock")).click()
    card = doors.locator("li.door", has_text=name)
    expect(card).to_have_attribute("data-action", "confirmed")  # by itself: the stream works, too
    picture(page, "framed-doors")

    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    session = cookies["__Host-keyturn-session"]
    assert (session["sameSite"], session["secure"], session["httpOnly"]) == ("None", True, True)
    assert session.get("partitionKey"), "a session in a frame belongs to the site that frames it"

    tab = context.new_page()
    answer = tab.goto(f"{house.ours}/doors")
    assert answer is not None and answer.status == 401, "the frame's session does not exist in a tab of its own"


def test_the_framing_page_cannot_press_a_button_itself(context: BrowserContext, house: House) -> None:
    page = context.new_page()
    doors = framed(page, house, booked(context, house))
    form = doors.locator("form[action$='/lock']").first
    expect(form).to_be_visible()
    target = form.get_attribute("action")
    told: list[int] = []
    page.on("response", lambda answer: told.append(answer.status) if answer.url.endswith("/lock") else None)
    page.evaluate(
        "address => fetch(address, {method: 'POST', mode: 'no-cors', credentials: 'include',"
        " body: new URLSearchParams({action_id: 'a'.repeat(24)})})",
        f"{house.ours}{target}",
    )
    assert told == [403], "the cookie comes along (else 401), the form's token does not"


def test_a_site_that_nobody_has_named_cannot_frame_us(context: BrowserContext, house: House) -> None:
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{house.stranger}/?show={house.ours}/help")
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in refused), refused
    assert page.frames[1].url.startswith("chrome-error:")
    page.goto(f"{house.rooms}/?show={house.ours}/help")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()


def test_connecting_leaves_the_frame_and_finds_the_same_customer(context: BrowserContext, house: House) -> None:
    customer_id = booked(context, house)
    page = context.new_page()
    doors = framed(page, house, customer_id)
    doors.get_by_role("link", name="Account").click()
    doors.get_by_role("link", name=re.compile("Connect another|Connect with", re.I)).first.click()
    expect(doors.locator("[data-framed]")).to_be_visible()
    picture(page, "framed-connect")
    with context.expect_page() as opening:
        doors.get_by_role("link", name="Go on to Nuki").click()
    tab = opening.value
    consent(tab, house)
    tab.close()
    doors.get_by_role("link", name="I have connected").click()
    expect(doors.get_by_role("heading", name="Your doors")).to_be_visible()
    grants = [grant for grant in house.program.get("/grants")["items"] if grant["customer_id"] == customer_id]
    assert [grant["state"] for grant in grants].count("active") == 1, "the same account, connected anew"
