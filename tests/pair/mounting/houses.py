"""A company's own application with Keyturn in it, joined to a sandbox, and a person at a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette
from tests.pair.joined import NUKI, OURS, Person, Post, settings

from keyturn.client import AsgiTransport
from keyturn.clock import VirtualClock
from keyturn.integration import Integration
from keyturn.sandbox import Sandbox, Seed


@dataclass
class House:
    """``person`` looks at the company's host."""

    keyturn: Integration
    clock: VirtualClock
    person: Person
    facts: dict[str, Any]


@asynccontextmanager
async def housed(
    path: Path, built: Callable[[Integration], Starlette], root: str = "", **changes: Any
) -> AsyncIterator[House]:
    """What ``built`` makes of Keyturn, whose public address is the host's with ``root`` behind it."""
    clock, post = VirtualClock(), Post()
    seed = Seed.home().with_application(redirect_uris=(f"{OURS}{root}/connect/callback",))
    sandbox = Sandbox(seed, clock=clock, deliver=post)
    facts = sandbox.facts(NUKI)
    told = settings(path, facts, base_url=OURS + root, **changes)
    keyturn = Integration(told, clock, AsgiTransport(sandbox.app, NUKI))
    app = built(keyturn)
    post.app, post.integration = app, keyturn
    person = Person(keyturn, sandbox, facts["account"])
    transports = {OURS: httpx2.ASGITransport(app), NUKI: httpx2.ASGITransport(sandbox.app)}
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(mounts=transports, follow_redirects=True, trust_env=False) as person.browser,
    ):
        yield House(keyturn, clock, person, facts)
    await sandbox.close()
