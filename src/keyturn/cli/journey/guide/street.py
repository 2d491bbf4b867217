"""The product in use, without a socket: integration and sandbox in this process, on a clock that is turned by hand.

So each picture shows the same instant and the same home, however often it is taken.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from keyturn.cli.journey.guide.home import tables
from keyturn.cli.journey.guide.product import settings_for
from keyturn.client import AsgiTransport
from keyturn.client.wire import Request, Response
from keyturn.clock import VirtualClock
from keyturn.integration import Integration
from keyturn.integration.grants.vault import new_key
from keyturn.journey.manifest import Manifest
from keyturn.sandbox import Sandbox, Seed
from keyturn.secrecy import Secret

OURS, NUKI = "https://guide.test", "https://nuki.test"


@dataclass
class Street:
    """``login`` are the e-mail address and the password of the virtual account."""

    clock: VirtualClock
    sandbox: Sandbox
    integration: Integration
    login: tuple[str, str]
    _ways: Mapping[str, AsgiTransport]

    async def answer(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        """What the house at this address says. Cookies are kept here, as a browser would."""
        parts = urlsplit(url)
        form = tuple(parse_qsl(body.decode(), keep_blank_values=True)) if method == "POST" else None
        kept = tuple((name, value) for name, value in headers.items() if name in ("accept", "accept-language"))
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return await self._ways[f"https://{parts.netloc}"].send(
            Request(method, parts.path or "/", query=query, form=form, headers=kept)
        )

    def withdraw(self) -> None:
        """The customer takes the permission back, at Nuki."""
        self.sandbox.withdraw(self.sandbox.facts(NUKI)["account"]["account_id"])


class _Post:
    """Carries Nuki's webhooks to the integration, and waits until each is settled: the clock stands still meanwhile."""

    way: AsgiTransport
    integration: Integration

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        path, sent = urlsplit(url).path, tuple((name.title(), value) for name, value in headers.items())
        answer = await self.way.send(Request("POST", path, json=body, headers=sent))
        await self.integration.inbox.quiet()
        return answer.status


@contextmanager
def _quiet() -> Iterator[None]:
    """What the story makes go wrong on purpose is no news for whoever builds a guide."""
    speaker = logging.getLogger("keyturn")
    before = speaker.level
    speaker.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        speaker.setLevel(before)


@asynccontextmanager
async def street(declared: Manifest, theme: Path | None, names: Mapping[str, Any]) -> AsyncIterator[Street]:
    """A home with the declared devices, called by ``names``, and an integration that has what is declared."""
    clock, post = VirtualClock(), _Post()
    sandbox = Sandbox(Seed.from_text(tables(declared, names, OURS)), clock=clock, deliver=post)
    facts = sandbox.facts(NUKI)
    application, account = facts["application"], facts["account"]
    with _quiet(), tempfile.TemporaryDirectory(prefix="keyturn-guide-") as folder:
        settings = replace(
            settings_for(declared, theme),
            base_url=OURS,
            nuki_url=NUKI,
            client_id=application["client_id"],
            client_secret=Secret(application["client_secret"]),
            vault_keys=new_key("guide"),
            database=Path(folder) / "keyturn.db",
        )
        integration = Integration(settings, clock, AsgiTransport(sandbox.app, NUKI), pause=None)
        post.way, post.integration = AsgiTransport(integration.app, OURS), integration
        ways = {OURS: AsgiTransport(integration.app, OURS), NUKI: AsgiTransport(sandbox.app, NUKI)}
        async with integration.running():
            yield Street(clock, sandbox, integration, (account["email"], account["password"]), ways)
        for way in (post.way, *ways.values()):
            await way.aclose()
        await sandbox.close()
