"""Keyturn beside a company's own pages, in the company's own ASGI application, by three lines."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Host, Mount, Route
from tests.pair.joined import OURS
from tests.pair.mounting.houses import housed

from keyturn.integration import Integration


async def own(request: Request) -> PlainTextResponse:
    return PlainTextResponse("the company's own page")


def played(path: Path, whole_host: bool) -> None:
    def built(keyturn: Integration) -> Starlette:
        below: BaseRoute = Host("keyturn.test", app=keyturn) if whole_host else Mount("/", app=keyturn)
        return Starlette(routes=[Route("/rooms", own), below], lifespan=keyturn.lifespan)

    async def story() -> None:
        async with housed(path, built) as house:
            person = house.person
            assert (await person.go("/rooms")).text == "the company's own page"
            await person.connect()
            assert person.page is not None and str(person.page.url) == f"{OURS}/doors"
            cookies = [cookie for cookie in person.browser.cookies.jar if cookie.name.startswith("__Host-keyturn")]
            assert [cookie.path for cookie in cookies] == ["/"]
            styles = await person.browser.get(f"{OURS}/static/keyturn.css")
            assert styles.status_code == 200
            described = await person.browser.get(f"{OURS}/v1/openapi.json")
            assert described.json()["servers"] == [{"url": f"{OURS}/v1"}]
            name = house.facts["smartlocks"][0]["name"]
            assert name in person.text
            await person.go("/nowhere")
            assert person.problem == "not-found"

    asyncio.run(story())


def test_under_everything_the_company_answers_itself(tmp_path: Path) -> None:
    played(tmp_path, whole_host=False)


def test_at_a_host_of_its_own(tmp_path: Path) -> None:
    played(tmp_path, whole_host=True)
