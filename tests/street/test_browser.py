"""The whole run as a person has it: one command, a real browser, real HTTPS, with and without JavaScript.

Screenshots of every page at phone and desktop width are kept in the machine's temporary folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.street.running import KEYTURN

pytestmark = pytest.mark.street
PICTURES = Path(os.environ.get("KEYTURN_ARTIFACTS", Path(tempfile.gettempdir()) / "keyturn-artifacts"))
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
CHROMIUM = "/usr/bin/chromium"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """``keyturn demo`` running, and what it said."""

    def __init__(self, state: Path, ports: tuple[str, str] | None = None) -> None:
        self.ports = ports or (str(free_port()), str(free_port()))
        self.state, self.log = state, state.parent / "demo.log"
        where = ["--state", str(state), "--port", self.ports[0], "--sandbox-port", self.ports[1]]
        command = [KEYTURN, "demo", *where]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--format", "json"], stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log.read_text()
        self.said: dict[str, Any] = json.loads(line)

    def key_pins(self) -> str:
        """The public keys the browser may trust although no public authority signed them: these and no others."""
        pins = []
        for address in (self.said["base_url"], self.said["sandbox_url"]):
            host, _, port = address.removeprefix("https://").partition(":")
            pem = ssl.get_server_certificate((host, int(port)))
            key = load_pem_x509_certificate(pem.encode()).public_key()
            info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            pins.append(base64.b64encode(hashlib.sha256(info).digest()).decode())
        return ",".join(pins)

    def control(self, path: str, **body: Any) -> None:
        """Arm a fault and the like, at the sandbox's controls."""
        request = urllib.request.Request(self.said["sandbox_url"] + path, json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        trust = ssl.create_default_context(cafile=self.said["ca_file"])
        urllib.request.urlopen(request, context=trust, timeout=10).close()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(20) == 0, self.log.read_text()
        assert self.process.stdout is not None
        self.process.stdout.close()
        said = self.log.read_text() + "".join(log.read_text() for log in self.state.glob("*.log"))
        assert "Traceback" not in said, said


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo") / "state")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(demo: Demo) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        pins = f"--ignore-certificate-errors-spki-list={demo.key_pins()}"
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, pins])
        yield chromium
        chromium.close()


def picture(page: Page, name: str) -> None:
    """Keep the page at both widths, and hold it to its width."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways at {size} width"
    if before:
        page.set_viewport_size(before)


def connect(page: Page, demo: Demo, pictures: str = "") -> None:
    """From the start page through Nuki's pages to the doors."""
    page.goto(demo.said["base_url"])
    if pictures:
        picture(page, pictures + "-1-start")
    page.get_by_role("link", name="Connect with Nuki").click()
    if page.get_by_label("Password").count():
        if pictures:
            picture(page, pictures + "-2-sign-in")
        page.get_by_label(re.compile("mail", re.I)).fill(demo.said["account"]["email"])
        page.get_by_label("Password").fill(demo.said["account"]["password"])
        page.get_by_role("button", name="Sign in").click()
    if pictures:
        picture(page, pictures + "-3-consent")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("heading", name="Your doors")).to_be_visible()


def first_lock(page: Page) -> Any:
    """The card of the first door that can be locked."""
    return page.locator("li.door", has=page.get_by_role("button", name=re.compile("^Lock"))).first


def test_a_person_connects_unlocks_and_sees_it_confirmed_without_reloading(demo: Demo, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    connect(page, demo, "run")
    picture(page, "run-4-doors")
    card = first_lock(page)
    card.get_by_role("button", name=re.compile("^Unlock")).click()
    expect(first_lock(page)).to_contain_text("Waiting for the door to confirm")
    picture(page, "run-5-waiting")
    mark = page.evaluate("window.notReloaded = true")
    expect(first_lock(page)).to_contain_text("the door has confirmed it")
    assert mark and page.evaluate("window.notReloaded"), "the page followed by itself"
    picture(page, "run-6-confirmed")
    demo.control("/_sandbox/faults", name="motor_blocked")
    first_lock(page).get_by_role("button", name=re.compile("^Lock")).click()
    expect(first_lock(page)).to_contain_text("motor is blocked")
    picture(page, "run-7-blocked")
    page.goto(demo.said["base_url"] + "/doors?lang=de")
    expect(page.get_by_role("heading", name="Ihre Türen")).to_be_visible()
    picture(page, "run-8-german")
    assert troubles == []
    context.close()


def test_everything_works_without_javascript_and_by_keyboard(demo: Demo, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"])  # type: ignore[arg-type]
    page = context.new_page()
    connect(page, demo)
    name = first_lock(page).locator("h2").inner_text()
    button = page.get_by_role("button", name=f"Unlock: {name}")
    picture_free(page, "doors")
    button.focus()
    page.keyboard.press("Enter")
    expect(first_lock(page)).to_contain_text(re.compile("Waiting for the door|has confirmed"))
    for _ in range(20):
        if "has confirmed" in first_lock(page).inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(first_lock(page)).to_contain_text("Unlocked: the door has confirmed it.")
    page.get_by_text("Disconnect from Nuki").click()
    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_role("status")).to_contain_text("disconnected")
    picture_free(page, "disconnected")
    context.close()


def picture_free(page: Page, name: str) -> None:
    """A picture without JavaScript, where the width cannot be asked for."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"without-javascript-{name}-phone.png", full_page=True)


def test_every_trouble_has_a_page(demo: Demo, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo.said["base_url"] + "/connect/callback?state=x&code=y")
    expect(page.locator(".problem")).to_contain_text("What you can do")
    picture(page, "trouble-1-used-callback")
    page.goto(demo.said["base_url"] + "/doors")
    picture(page, "trouble-2-signed-out")
    page.goto(demo.said["base_url"] + "/nowhere")
    picture(page, "trouble-3-not-found")
    connect(page, demo)
    demo.control("/_sandbox/faults", name="access_token_dead", times=1)
    demo.control("/_sandbox/faults", name="refresh_refused", times=1)
    first_lock(page).get_by_role("button", name=re.compile("^(Lock|Unlock)")).first.click()
    expect(page.locator(".problem")).to_contain_text("Please connect with Nuki again")
    picture(page, "trouble-4-grant-lost")
    page.get_by_role("link", name="Connect with Nuki again").click()
    expect(page.get_by_role("button", name=re.compile("Sign in|Allow")).first).to_be_visible()
    context.close()


def test_the_demos_own_secrets_are_in_no_log(demo: Demo) -> None:
    kept = [path for path in demo.state.rglob("*") if path.is_file() and path.suffix not in (".pem", ".db")]
    secrets = {word for path in kept for word in re.findall(r"[A-Za-z0-9+/=_-]{32,}", path.read_text("latin-1"))}
    log = demo.log.read_text()
    assert [secret[:6] for secret in secrets if secret in log] == []


def test_ctrl_c_ends_both_while_a_page_is_open_and_the_next_start_knows_the_customer(
    tmp_path: Path, browser: Browser, demo: Demo
) -> None:
    first = Demo(tmp_path / "state")
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    pins = f"--ignore-certificate-errors-spki-list={first.key_pins()}"
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=[*flags, pins])
    page = own.new_page()
    connect(page, first)
    first.stop()
    second = Demo(tmp_path / "state", ports=first.ports)
    page.goto(second.said["base_url"] + "/doors")
    first_lock(page).get_by_role("button", name=re.compile("^Unlock")).click()
    expect(first_lock(page)).to_contain_text("the door has confirmed it")
    second.stop()
    own.close()
