"""Keyturn below a path of a company's host: whatever leads somewhere leads below that path.

The company answers everything else itself, and remembers what it was asked: nothing that is ours may arrive there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send
from tests.pair.joined import OURS
from tests.pair.mounting.houses import House, housed

from keyturn.integration import Integration
from keyturn.secrecy import Secret

ROOT, TOKEN = "/locks", "operator-token-of-at-least-32-characters"
EVERYTHING = {"access": True, "activity": True, "configure": True, "operator_token": Secret(TOKEN)}
ADDRESS = re.compile(r'\s(href|src|action|hx-get|data-live)="([^"]*)"')
Built = Callable[[Integration], Starlette]


def strangers(asked: list[str]) -> Route:
    async def own(request: Request) -> PlainTextResponse:
        asked.append(request.url.path)
        return PlainTextResponse("the company's own page", 404)

    return Route("/{anything:path}", own, methods=["GET", "POST"])


def mounted(asked: list[str]) -> Built:
    return lambda keyturn: Starlette(
        routes=[Mount(ROOT, app=keyturn), strangers(asked)], lifespan=keyturn.lifespan
    )


def proxied(asked: list[str], takes_off: bool) -> Built:
    """A reverse proxy that knows nothing of ASGI; it may take the path off before it passes a request on."""

    def built(keyturn: Integration) -> Starlette:
        company = Starlette(routes=[strangers(asked)])

        async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
            path = scope["path"]
            if not (path == ROOT or path.startswith(ROOT + "/")):
                await company(scope, receive, send)
                return
            inner = (path.removeprefix(ROOT) or "/") if takes_off else path
            await keyturn({**scope, "path": inner}, receive, send)

        return Starlette(routes=[Mount("/", app=proxy)], lifespan=keyturn.lifespan)

    return built


WAYS: dict[str, Callable[[list[str]], Built]] = {
    "mounted": mounted,
    "behind a proxy": lambda asked: proxied(asked, takes_off=False),
    "behind a proxy that takes the path off": lambda asked: proxied(asked, takes_off=True),
}


async def every_page(house: House) -> set[str]:
    """Follow every link there is on our host; the pages that were seen."""
    host, waiting, seen = f"{OURS}/", {f"{OURS}{ROOT}/", f"{OURS}{ROOT}/operator"}, set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page = await house.person.browser.get(address)
        assert page.status_code < 500, address
        if not page.headers.get("content-type", "").startswith("text/html"):
            continue
        for attribute, told in ADDRESS.findall(page.text):
            target = urljoin(str(page.url), told.replace("&amp;", "&")).partition("#")[0]
            if not target.startswith(host):
                continue
            assert target.startswith(f"{OURS}{ROOT}/"), f"{attribute}={told!r} on {address} escapes."
            # A form is pressed elsewhere, a stream has no end; begun again, a connection leads to Nuki.
            if attribute in ("href", "src", "hx-get") and not target.endswith("/connect"):
                waiting |= {target} - seen
    return seen


@pytest.mark.parametrize("way", WAYS)
def test_every_address_stays_below_the_path(tmp_path: Path, way: str) -> None:
    asked: list[str] = []

    async def story() -> None:
        async with housed(tmp_path, WAYS[way](asked), ROOT, **EVERYTHING) as house:
            person, lock = house.person, next(each for each in house.facts["smartlocks"] if each["type"] == 4)
            await person.go(f"{ROOT}/connect")
            await person.consent()
            assert person.page is not None and str(person.page.url) == f"{OURS}{ROOT}/doors"

            # A button: the form, the redirect after it, and the webhook that confirms it.
            await person.press(f"/{lock['smartlock_id']}/lock")
            assert str(person.page.url) == f"{OURS}{ROOT}/doors"
            await house.clock.advance(20)
            await house.keyturn.inbox.quiet()
            await person.go(f"{ROOT}/doors")
            assert person.action_of(lock["name"]) == "confirmed"

            await person.go(f"{ROOT}/operator")
            await person.press("/operator/login", token=TOKEN)
            assert str(person.page.url) == f"{OURS}{ROOT}/operator"

            seen = {address.removeprefix(OURS + ROOT).partition("?")[0] for address in await every_page(house)}
            assert {"/doors", "/account", "/support", "/help", "/activity", "/operator/vault"} <= seen
            assert {"/static/keyturn.css", "/static/htmx.js", "/doors/live", "/operator/console.css"} <= seen
            assert any(address.endswith("/codes") for address in seen)
            assert len(seen) > 25

            await person.go(f"{ROOT}/nowhere?x=1")
            assert person.problem == "not-found" and f'href="{ROOT}/?lang=de"' in person.page.text
            await person.press("/logout")
            assert str(person.page.url) == f"{OURS}{ROOT}/?done=logged-out"
            ended = await person.browser.get(f"{OURS}{ROOT}/doors/live")
            assert ended.headers["HX-Redirect"] == f"{ROOT}/doors"
            described = await person.browser.get(f"{OURS}{ROOT}/v1/openapi.json")
            assert described.json()["servers"] == [{"url": f"{OURS}{ROOT}/v1"}]
            unknown = await person.browser.get(f"{OURS}{ROOT}/v1/nothing")
            assert unknown.headers["content-type"] == "application/problem+json"

    asyncio.run(story())
    assert asked == []


def test_what_only_begins_alike_is_the_companys(tmp_path: Path) -> None:
    asked: list[str] = []

    async def story() -> None:
        async with housed(tmp_path, mounted(asked), ROOT) as house:
            for path in ("/locksmith", "/doors", "/"):
                assert (await house.person.browser.get(OURS + path)).text == "the company's own page"

    asyncio.run(story())
    assert asked == ["/locksmith", "/doors", "/"]
