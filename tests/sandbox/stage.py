"""A sandbox on a virtual clock, a mailbox for its webhooks, and a visitor who gives consent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import msgspec

from keyturn.clock import VirtualClock
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox import Sandbox, Seed

BASE = "https://sandbox.test"
CALLBACK = "https://app.example/callback"
CENTRAL = "https://app.example/central"
DECENTRAL = "https://app.example/decentral"
SCOPES = "account smartlock smartlock.action smartlock.log webhook.decentral"
FRONT, GARDEN, ENTRANCE = SmartlockId(17618910285), SmartlockId(17909552406), SmartlockId(8801690321)


@dataclass(frozen=True)
class Mail:
    """One webhook that arrived."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        decoded: dict[str, Any] = msgspec.json.decode(self.body)
        return decoded

    @property
    def kind(self) -> str:
        body = self.json
        return str(body.get("feature") or body.get("type"))


class Stage:
    """``tokens`` are set by ``connect``."""

    def __init__(self, seed: Seed | None = None, **options: Any) -> None:
        self.clock = VirtualClock()
        self.mail: list[Mail] = []
        self.answers: list[int] = []
        seed = seed or Seed.home().with_application((CALLBACK,), CENTRAL)
        self.sandbox = Sandbox(seed, clock=self.clock, deliver=self.deliver, **options)
        self.facts = self.sandbox.facts(BASE)
        self.http = self.browser()
        self.access = ""
        self.refresh = ""

    async def deliver(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.mail.append(Mail(url, dict(headers), body))
        return self.answers.pop(0) if self.answers else 204

    def browser(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.sandbox.app), base_url=BASE)

    @property
    def app(self) -> dict[str, Any]:
        return dict(self.facts["application"])

    async def authorize(self, scope: str = SCOPES, **more: str) -> httpx2.Response:
        query = {
            "response_type": "code",
            "client_id": self.app["client_id"],
            "redirect_uri": CALLBACK,
            "scope": scope,
            "state": "a-state-of-one-browser",
            **more,
        }
        return await self.http.get(
            "/oauth/authorize", params={key: value for key, value in query.items() if value}
        )

    async def consent(self, scope: str = SCOPES, decision: str = "allow", **more: str) -> dict[str, str]:
        """What the callback gets."""
        login = await self.authorize(scope, **more)
        account = self.facts["account"]
        form = {"email": account["email"], "password": account["password"], "pending": hidden(login)}
        asked = await self.http.post("/oauth/login", data=form)
        sent = await self.http.post("/oauth/consent", data={"pending": hidden(asked), "decision": decision})
        assert sent.status_code == 302, sent.text
        return callback_query(sent)

    async def token(self, **form: str) -> httpx2.Response:
        client = {"client_id": self.app["client_id"], "client_secret": self.app["client_secret"]}
        return await self.http.post("/oauth/token", data={**client, **form})

    async def exchange(self, code: str, **more: str) -> httpx2.Response:
        return await self.token(grant_type="authorization_code", code=code, redirect_uri=CALLBACK, **more)

    async def renew(self, refresh: str | None = None) -> httpx2.Response:
        return await self.token(grant_type="refresh_token", refresh_token=refresh or self.refresh)

    async def connect(self, scope: str = SCOPES) -> None:
        answer = (await self.exchange((await self.consent(scope))["code"])).json()
        self.access, self.refresh = answer["access_token"], answer["refresh_token"]

    async def call(self, method: str, path: str, *, bearer: str | None = None, **more: Any) -> httpx2.Response:
        headers = {"authorization": f"Bearer {bearer or self.access}", **more.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **more)

    async def register(self, *features: str) -> dict[str, Any]:
        body = {"webhookUrl": DECENTRAL, "webhookFeatures": list(features)}
        made: dict[str, Any] = (await self.call("PUT", "/api/decentralWebhook", json=body)).json()
        return made

    async def state(self, smartlock: int = FRONT) -> dict[str, Any]:
        shown: dict[str, Any] = (await self.call("GET", f"/smartlock/{smartlock}")).json()
        return dict(shown["state"])

    def kinds(self) -> list[str]:
        return [mail.kind for mail in self.mail]

    def outcomes(self) -> list[dict[str, Any]]:
        return [mail.json for mail in self.mail if "requestId" in mail.json]


def hidden(page: httpx2.Response) -> str:
    """The single-use id in a page's form."""
    found = re.search(r'name="pending" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def callback_query(sent: httpx2.Response) -> dict[str, str]:
    """What a redirect to the callback carries."""
    location = sent.headers["location"]
    assert location.startswith(CALLBACK), location
    return dict(parse_qsl(urlsplit(location).query))
