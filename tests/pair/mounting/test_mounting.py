"""Keyturn beside a company's own pages, in the company's own ASGI application, by three lines."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Host, Mount, Route
from tests.pair.joined import NUKI, OURS, Person, Post, settings

from keyturn.client import AsgiTransport
from keyturn.clock import VirtualClock
from keyturn.integration import Integration
from keyturn.sandbox import Sandbox, Seed


async def own(request: Request) -> PlainTextResponse:
    return PlainTextResponse("the company's own page")


def played(path: Path, whole_host: bool) -> None:
    async def story() -> None:
        clock, post = VirtualClock(), Post()
        seed = Seed.home().with_application(redirect_uris=(f"{OURS}/connect/callback",))
        sandbox = Sandbox(seed, clock=clock, deliver=post)
        facts = sandbox.facts(NUKI)

        keyturn = Integration(settings(path, facts), clock, AsgiTransport(sandbox.app, NUKI))
        below = Host("keyturn.test", app=keyturn) if whole_host else Mount("/", app=keyturn)
        app = Starlette(routes=[Route("/rooms", own), below], lifespan=keyturn.lifespan)

        post.app, post.integration = app, keyturn
        async with app.router.lifespan_context(app):
            person = Person(keyturn, sandbox, facts["account"])
            transports = {OURS: httpx2.ASGITransport(app), NUKI: httpx2.ASGITransport(sandbox.app)}
            async with httpx2.AsyncClient(
                mounts=transports, follow_redirects=True, trust_env=False
            ) as person.browser:
                assert (await person.go("/rooms")).text == "the company's own page"
                await person.connect()
                assert person.page is not None and str(person.page.url) == f"{OURS}/doors"
                assert [
                    cookie.path
                    for cookie in person.browser.cookies.jar
                    if cookie.name.startswith("__Host-keyturn")
                ] == ["/"]
                styles = await person.browser.get(f"{OURS}/static/keyturn.css")
                assert styles.status_code == 200
                described = await person.browser.get(f"{OURS}/v1/openapi.json")
                assert described.json()["servers"] == [{"url": f"{OURS}/v1"}]
                name = facts["smartlocks"][0]["name"]
                assert name in person.text
                await person.go("/nowhere")
                assert person.problem == "not-found"
        await sandbox.close()

    asyncio.run(story())


def test_under_everything_the_company_answers_itself(tmp_path: Path) -> None:
    played(tmp_path, whole_host=False)


def test_at_a_host_of_its_own(tmp_path: Path) -> None:
    played(tmp_path, whole_host=True)
