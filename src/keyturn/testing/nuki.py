"""The sandbox on a virtual clock, as a test holds it: plain or awaited, everything else the same."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import msgspec

from keyturn.clock import VirtualClock
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox import Sandbox, Seed
from keyturn.secrecy import Secret
from keyturn.testing.answer import Answer, call
from keyturn.testing.door import Door
from keyturn.testing.mail import Mailbox

URL = "http://127.0.0.1"
"""Where the sandbox seems to be; nothing listens there."""
WEBHOOKS = "https://integration.example/webhooks"
CALLBACK = "https://integration.example/callback"
Value = TypeVar("Value")


@dataclass(frozen=True)
class Grant:
    """What a person allowed: tokens that expire, rotate and die as Nuki's do."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    scope: str


class VirtualNuki:
    """What both forms share. ``app`` is the ASGI application, for your own HTTP library's in-process transport."""

    url = URL

    def __init__(self, seed: Seed | None = None) -> None:
        seed = seed or _home()
        self.clock = VirtualClock()
        self.webhooks = Mailbox()
        self.sandbox = Sandbox(seed, clock=self.clock, deliver=self.webhooks)
        self.app = self.sandbox.app
        facts = self.sandbox.facts(URL)
        self.facts: dict[str, Any] = facts
        self.client_id: str = facts["application"]["client_id"]
        self.client_secret = Secret(facts["application"]["client_secret"])
        self.api_token: str = facts["api_token"]

    def grant(self, scope: str, email: str | None = None) -> Grant:
        """Tokens of an account (the first, unless ``email`` names another), without clicking through pages."""
        given = self.sandbox.grant(scope, email=email)
        return Grant(given.access_token, given.refresh_token, given.scope or scope)

    def door(self, name: str | None = None) -> Door:
        """A device by its name, the first one without. Raises ``LookupError`` naming those there are."""
        for shown in self.sandbox.devices():
            if name in (None, shown["name"]):
                number = SmartlockId(shown["smartlockId"])
                return Door(number, shown["name"], partial(self.sandbox.device, number))
        there = ", ".join(repr(shown["name"]) for shown in self.sandbox.devices())
        raise LookupError(f"There is no device {name!r}. The devices are: {there}.")

    def arm(self, name: str, door: Door | None = None, times: int | None = 1, **how: Any) -> None:
        """Let a fault lie in wait; ``times`` None: until it is disarmed. Raises for an unknown name."""
        self.sandbox.arm(name, SmartlockId(door.id) if door else None, times, **how)

    def set(self, **settings: object) -> None:
        """Change how this Nuki behaves, like ``strict=True``. Raises ``ValueError`` naming what is wrong."""
        self.sandbox.set(**settings)

    def disarm(self, name: str | None = None) -> None:
        """Take back faults of a name, or all."""
        self.sandbox.disarm(name)

    @property
    def now(self) -> datetime:
        """The sandbox's time, in UTC."""
        return self.clock.now()

    @property
    def journal(self) -> list[dict[str, Any]]:
        """Everything in and out, oldest first, without secrets."""
        return [msgspec.json.decode(entry.json()) for entry in self.sandbox.journal]

    def confirmation(self, request_id: str) -> dict[str, Any] | None:
        """The webhook that settled an advanced request; None while there is none."""
        return self.webhooks.confirmation(request_id)

    async def _call(
        self, method: str, path: str, token: str | Grant | None, json: Any, headers: dict[str, str] | None
    ) -> Answer:
        told = dict(headers or {})
        if token is not None:
            told["authorization"] = f"Bearer {token.access_token if isinstance(token, Grant) else token}"
        body = b""
        if isinstance(json, bytes):
            body = json
        elif json is not None:
            body = msgspec.json.encode(json)
            told.setdefault("content-type", "application/json")
        return await call(self.app, method, URL + path, told, body, self.clock.advance)

    async def _does(self, door: Door, deed: str, more: dict[str, Any]) -> None:
        answer = await self._call(
            "POST", f"/_sandbox/devices/{door.id}/person", None, {"does": deed, **more}, None
        )
        if not answer.ok:
            raise ValueError(f"{answer.json['detail']} {answer.json['remedy']}")


class AsyncNuki(VirtualNuki):
    """For async tests, with any plugin that runs them."""

    async def request(
        self,
        method: str,
        path: str,
        token: str | Grant | None = None,
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One call. ``json`` is encoded, unless it is bytes already. Raises ``ConnectionError``, ``TimeoutError``."""
        return await self._call(method, path, token, json, headers)

    async def advance(self, seconds: float) -> None:
        """Let time pass; everything due has happened and every webhook has left when this returns."""
        await self.clock.advance(seconds)

    async def person(self, door: Door, does: str, **more: Any) -> None:
        """What somebody does at the door: ``turn_key_lock``, ``ring_bell``, ``open_door``, …"""
        await self._does(door, does, more)


class Nuki(VirtualNuki):
    """For plain tests. Raises ``RuntimeError`` inside a running event loop: take ``async_nuki`` there."""

    def __init__(self, seed: Seed | None = None) -> None:
        super().__init__(seed)
        self._runner: asyncio.Runner | None = None

    def request(
        self,
        method: str,
        path: str,
        token: str | Grant | None = None,
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One call. ``json`` is encoded, unless it is bytes already. Raises ``ConnectionError``, ``TimeoutError``."""
        return self._run(self._call(method, path, token, json, headers))

    def get(self, path: str, token: str | Grant | None = None) -> Answer:
        """``request("GET", …)``."""
        return self.request("GET", path, token)

    def post(self, path: str, token: str | Grant | None = None, json: Any = None) -> Answer:
        """``request("POST", …)``."""
        return self.request("POST", path, token, json)

    def advance(self, seconds: float) -> None:
        """Let time pass; everything due has happened and every webhook has left when this returns."""
        self._run(self.clock.advance(seconds))

    def person(self, door: Door, does: str, **more: Any) -> None:
        """What somebody does at the door: ``turn_key_lock``, ``ring_bell``, ``open_door``, …"""
        self._run(self._does(door, does, more))

    def close(self) -> None:
        """End the event loop behind it."""
        if self._runner is not None:
            self._runner.close()

    def _run(self, story: Coroutine[Any, Any, Value]) -> Value:
        if self._runner is None:
            self._runner = asyncio.Runner()
        try:
            return self._runner.run(story)
        finally:
            story.close()


_HOME: list[Seed] = []


def _home() -> Seed:
    # A seed is never changed, so one serves every test of the process.
    if not _HOME:
        _HOME.append(Seed.home().with_application((CALLBACK,), WEBHOOKS))
    return _HOME[0]
