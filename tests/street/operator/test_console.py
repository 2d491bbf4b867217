"""The operator's console in a real browser: no script, no violation by axe, nothing wider than a phone; screenshots of
each page are kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.async_api import Browser, async_playwright
from tests.pair.joined import OURS, Street, street
from tests.pair.operator.test_console import TOKEN, Operator
from tests.street.test_access_pages import judge, through
from tests.street.test_browser import CHROMIUM, SIZES

from keyturn.secrecy import Secret

pytestmark = pytest.mark.street


async def lived_in(joined: Street) -> tuple[str, str]:
    """A day with good and bad hours, and a case about it; the customer's id and the case's."""
    await joined.integration.endpoints.register("https://127.0.0.1:9/events", ())
    await joined.person.connect()
    for hour in range(5):
        for _ in range(hour % 3 + 1):
            await joined.press("unlock")
            await joined.wait(60)
        await joined.clock.advance(3600)
    joined.sandbox.arm("motor_blocked", times=None)
    await joined.press("lock")
    await joined.wait(60)
    joined.sandbox.arm("confirmation_never_sent", times=None)
    await joined.press("lock")
    await joined.wait(20)
    case_id = await joined.person.opens_a_case("The lock hums and stops.\nThe key turns freely.")
    return (await joined.integration.store.customers.customers((-1, ""), 1, None))[0][1].customer_id, case_id


async def visit(operator: Operator, customer_id: str, case_id: str, browser: Browser, size: str) -> list[str]:
    scheme, language = ("light", "en") if size == "desktop" else ("dark", "de")
    page = await browser.new_page(viewport=cast("Any", SIZES[size]), color_scheme=cast("Any", scheme))
    found: list[str] = []
    way = cast("Any", SimpleNamespace(person=operator))
    await page.route("**/*", lambda route: through(way, route))
    rooms = (
        "",
        "/customers",
        f"/customers/{customer_id}",
        f"/customers/{customer_id}/erase",
        "/cases",
        f"/cases/{case_id}?answer=ask_bridge",
        f"/cases/{case_id}/hand-over",
        "/grants",
        "/waiting",
        "/webhooks",
        "/events",
        "/vault",
    )
    for address in rooms:
        await page.goto(f"{OURS}/operator{address}{'&' if '?' in address else '?'}lang={language}")
        name = address.partition("?")[0].strip("/").replace(customer_id, "one").replace(case_id, "one")
        name = name.replace("/", "-") or "overview"
        await judge(page, f"operator-{name}-{size}-{language}", found)
    await operator.press("/logout")
    for wrong in (False, True):
        await page.goto(f"{OURS}/operator/login?lang={language}")
        if wrong:
            await page.locator("#token").fill("wrong")
            await page.locator("form button").click()
        await judge(page, f"operator-login-{wrong}-{size}-{language}".lower(), found)
    await page.close()
    return found


def test_the_console_is_for_everybody(tmp_path: Path) -> None:
    found: list[str] = []

    async def deliver(url: str, headers: object, body: bytes) -> int:
        return 200 if b"connected" in body else 503

    async def story() -> None:
        changes: dict[str, Any] = {"operator_token": Secret(TOKEN), "notify_loopback": True, "deliver": deliver}
        async with street(tmp_path, **changes) as joined, async_playwright() as playwright:
            customer_id, case_id = await lived_in(joined)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for size in SIZES:
                operator = Operator(joined)
                await operator.log_in()
                found.extend(await visit(operator, customer_id, case_id, browser, size))
                await operator.browser.aclose()
            await browser.close()

    asyncio.run(story())
    assert not found, "\n".join(found)
