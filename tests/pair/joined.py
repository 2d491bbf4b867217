"""Integration and sandbox joined in memory, on one virtual clock, with a person at a browser.

No socket and no waiting: ``clock.advance`` plays devices, webhooks and sweeps in order, so each story has one end.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from keyturn.client import AsgiTransport
from keyturn.client.wire import Request, Response
from keyturn.clock import VirtualClock
from keyturn.integration import Integration, Settings
from keyturn.integration.grants.vault import new_key
from keyturn.integration.settings import WebhookMode
from keyturn.nuki.oauth import TOKEN_PATH
from keyturn.nuki.scopes import Scope
from keyturn.sandbox import Sandbox, Seed
from keyturn.secrecy import Secret

OURS, NUKI = "https://keyturn.test", "https://nuki.test"
CALLBACK = OURS + "/connect/callback"


@dataclass
class Post:
    """Carries webhooks from the sandbox to the integration, and keeps what it carried."""

    app: Any = None
    carried: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    integration: Integration | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.carried.append((url, dict(headers), body))
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(self.app), trust_env=False) as client:
            answer = await client.post(url, headers=dict(headers), content=body)
        if self.integration is not None:
            await self.integration.inbox.quiet()
        return answer.status_code


class Overheard:
    """The way to Nuki, with an ear on it: every secret that passes is known to the test, and only to the test."""

    def __init__(self, app: Any) -> None:
        self._inner = AsgiTransport(app, NUKI)
        self.secrets: set[str] = set()

    async def send(self, request: Request) -> Response:
        answer = await self._inner.send(request)
        for name, value in request.form or ():
            if name in ("code", "refresh_token", "client_secret"):
                self.secrets.add(value.reveal() if isinstance(value, Secret) else value)
        if answer.status == 200 and request.path in (TOKEN_PATH, "/api/decentralWebhook"):
            try:
                told = json.loads(answer.body)
            except ValueError:
                told = None  # a page of HTML: a fault
            if isinstance(told, dict):
                names = ("access_token", "refresh_token", "secret")
                self.secrets |= {told[name] for name in names if told.get(name)}
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


class Person:
    """Reads pages and presses buttons, as a browser without JavaScript would."""

    def __init__(self, integration: Integration, sandbox: Sandbox, account: dict[str, Any]) -> None:
        self._account = account
        self.browser = httpx2.AsyncClient(
            mounts={
                OURS: httpx2.ASGITransport(integration.app),
                NUKI: httpx2.ASGITransport(sandbox.app),
            },
            follow_redirects=True,
            trust_env=False,
        )
        self.page: httpx2.Response | None = None
        self.seen: list[str] = []

    @property
    def text(self) -> str:
        """What the page says, without markup."""
        assert self.page is not None
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.text).split())

    @property
    def problem(self) -> str:
        """The code of the problem shown, or nothing."""
        assert self.page is not None
        found = re.search(r'data-code="([a-z-]+)"', self.page.text)
        return found[1] if found else ""

    async def go(self, address: str) -> Person:
        return self._look(await self.browser.get(address if "://" in address else OURS + address))

    def _look(self, page: httpx2.Response) -> Person:
        self.page = page
        self.seen += [text for step in (*page.history, page) for text in (str(step.url), step.text)]
        return self

    async def press(self, action: str, **fields: str) -> Person:
        """Send the form whose action ends so, with what is hidden in it."""
        assert self.page is not None
        for form in re.findall(r"<form\b.*?</form>", self.page.text, re.S):
            found = re.search(r'action="([^"]*)"', form)
            target = found[1] if found else ""
            if target.endswith(action):
                hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
                address = self.page.url.join(target) if target else self.page.url
                return self._look(await self.browser.post(address, data=hidden | fields))
        raise AssertionError(f"There is no form for {action!r} on: {self.text}")

    async def opens_a_case(self, text: str) -> str:
        """About the first door the support page offers; the case's number."""
        await self.go("/support")
        door = re.search(r'<option value="([^"]+/\d+)"', self.page.text if self.page else "")
        assert door and self.page
        await self.press("/support", text=text, door=door[1])
        return self.page.url.path.rpartition("/")[2]

    async def connect(self, decision: str = "allow") -> Person:
        """From our start page through Nuki's pages and back."""
        await self.go("/connect")
        return await self.consent(decision)

    async def consent(self, decision: str = "allow") -> Person:
        """At Nuki's pages: sign in, if need be, and decide."""
        assert self.page is not None
        if "password" in self.page.text:
            await self.press("", email=self._account["email"], password=self._account["password"])
        return await self.press("", decision=decision)

    def door(self, name: str) -> str:
        """The card of a door, as text."""
        assert self.page is not None
        for card in re.findall(r'<li class="door.*?</li>', self.page.text, re.S):
            if f"<h2>{name}</h2>" in card:
                return " ".join(re.sub(r"<[^>]+>", " ", card).split())
        raise AssertionError(f"There is no door {name!r} on: {self.text}")

    def action_of(self, name: str) -> str:
        """Where the last action of a door stands."""
        assert self.page is not None
        for card in re.findall(r'<li class="door.*?</li>', self.page.text, re.S):
            if f"<h2>{name}</h2>" in card:
                found = re.search(r'data-action="([a-z]*)"', card)
                return found[1] if found else ""
        raise AssertionError(f"There is no door {name!r}.")


@dataclass
class Street:
    """Everything a story needs."""

    clock: VirtualClock
    sandbox: Sandbox
    integration: Integration
    person: Person
    post: Post
    facts: dict[str, Any]
    overheard: Overheard

    @property
    def lock(self) -> dict[str, Any]:
        """The first Smart Lock of the home."""
        found: dict[str, Any] = next(lock for lock in self.facts["smartlocks"] if lock["type"] == 4)
        return found

    @property
    def opener(self) -> dict[str, Any]:
        """The Opener of the home."""
        found: dict[str, Any] = next(lock for lock in self.facts["smartlocks"] if lock["type"] == 2)
        return found

    async def press(self, kind: str, smartlock: dict[str, Any] | None = None) -> None:
        """Press a door's button on the doors page, and say yes if the page asks whether one is sure."""
        target = smartlock or self.lock
        await self.person.go("/doors")
        await self.person.press(f"/{target['smartlock_id']}/{kind}")
        if self.person.page is not None and 'name="sure"' in self.person.page.text:
            await self.person.press(f"/{target['smartlock_id']}/{kind}")

    async def wait(self, seconds: float) -> Person:
        """Let time pass, then look at the doors."""
        await self.clock.advance(seconds)
        await self.integration.inbox.quiet()
        return await self.person.go("/doors")


UNHURRIED: dict[str, Any] = {"sweep_seconds": 1800.0, "care_seconds": 1800.0}
"""For stories of hours and days: rounds every few seconds would be most of the work."""


def settings(path: Path, facts: dict[str, Any], **changes: Any) -> Settings:
    """How the integration is told about the sandbox."""
    application = facts["application"]
    values: dict[str, Any] = {
        "base_url": OURS,
        "client_id": application["client_id"],
        "client_secret": Secret(application["client_secret"]),
        "vault_keys": new_key("k1"),
        "database": path / "keyturn.db",
        "nuki_url": NUKI,
        "support": "support@keyturn.test",
    }
    return Settings(**values | changes)


def central(**changes: Any) -> dict[str, Any]:
    """Settings for central webhooks."""
    scopes = (Scope.SMARTLOCK_READ_ONLY, Scope.SMARTLOCK_ACTION, Scope.WEBHOOK_CENTRAL)
    return {"webhooks": WebhookMode.CENTRAL, "scopes": scopes} | changes


@asynccontextmanager
async def street(path: Path, **changes: Any) -> AsyncIterator[Street]:
    """Both houses, joined."""
    clock, post = changes.pop("clock", None) or VirtualClock(), Post()
    deliver, pause = changes.pop("deliver", None), changes.pop("pause", None)
    hook = OURS + "/webhooks/nuki" if changes.get("webhooks") is WebhookMode.CENTRAL else None
    home: Seed = changes.pop("seed", None) or Seed.home()
    seed = home.with_application(redirect_uris=(CALLBACK,), webhook_url=hook)
    sandbox = Sandbox(seed, clock=clock, deliver=post)
    facts = sandbox.facts(NUKI)
    overheard = Overheard(sandbox.app)
    integration = Integration(settings(path, facts, **changes), clock, overheard, deliver, pause)
    post.app, post.integration = integration.app, integration
    async with integration.running():
        person = Person(integration, sandbox, facts["account"])
        yield Street(clock, sandbox, integration, person, post, facts, overheard)
        await person.browser.aclose()
    await sandbox.close()


def play(path: Path, story: Callable[[Street], Awaitable[None]], **changes: Any) -> None:
    """Play a story on a fresh street."""

    async def run() -> None:
        async with street(path, **changes) as joined:
            await story(joined)

    asyncio.run(run())
