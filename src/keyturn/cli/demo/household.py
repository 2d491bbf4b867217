"""The demo's two processes: what each is told, in which order they live and end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from keyturn.cli import authority, serving
from keyturn.cli.complaint import Broken
from keyturn.cli.demo.child import Child
from keyturn.cli.demo.database import Postgres
from keyturn.cli.demo.keepsakes import keepsakes
from keyturn.cli.sandbox.run import CLIENT_SECRET
from keyturn.client import HttpTransport, errors
from keyturn.client.wire import Request
from keyturn.secrecy import Secret

OFFERED = ("KEYTURN_ACCESS", "KEYTURN_ACTIVITY", "KEYTURN_CONFIGURE")
"""The demo shows all there is, unless the environment says otherwise."""


@dataclass
class Household:
    """Sandbox and integration over one state folder; with ``second_port`` two integrations over one PostgreSQL."""

    state: Path
    port: int
    sandbox_port: int
    second_port: int | None = None
    theme: Path | None = None
    _children: list[Child] = field(default_factory=list)
    _sandbox_facts: dict[str, Any] = field(default_factory=dict)
    _postgres: Postgres | None = None

    @cached_property
    def trust(self) -> authority.Authority:
        """Who vouches for both: made before either starts."""
        return authority.ensure(self.state / "authority")

    @property
    def base_url(self) -> str:
        return _at(self.port)

    @property
    def sandbox_url(self) -> str:
        return _at(self.sandbox_port)

    def facts(self) -> dict[str, Any]:
        """What a person or a program needs to use the demo; no secret but those of the demo itself."""
        return {
            "base_url": self.base_url,
            "sandbox_url": self.sandbox_url,
            "account": self._sandbox_facts["account"],
            "operator_token": keepsakes(self.state).operator_token.reveal(),
            "ca_file": str(self.trust.ca_file),
            "state": str(self.state),
        } | ({"second_url": _at(self.second_port)} if self.second_port else {})

    async def live(self, ready: Callable[[], None]) -> None:
        """Start both, call ``ready`` when both answer, and end both on SIGINT or SIGTERM.

        Raises :class:`Complaint` for a taken port and :class:`Broken` when one of the two dies.
        """
        ports = [(self.port, "--port"), (self.sandbox_port, "--sandbox-port")]
        if self.second_port:
            ports.append((self.second_port, "--second-port"))
        for port, option in ports:
            serving.claim("127.0.0.1", port, option).close()
        self.trust  # noqa: B018  # made here, before two processes would make it at once
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, over.set)
        story, wish = asyncio.create_task(self._run(ready)), asyncio.create_task(over.wait())
        try:
            await asyncio.wait((story, wish), return_when=asyncio.FIRST_COMPLETED)
            if story.done():
                story.result()
        finally:
            for task in (story, wish):
                task.cancel()
            await asyncio.gather(story, wish, return_exceptions=True)
            for child in reversed(self._children):
                await child.end()
            if self._postgres:
                await self._postgres.end()

    async def _run(self, ready: Callable[[], None]) -> None:
        sandbox = await self._start("sandbox", self._sandbox_arguments(), self._sandbox_environ())
        self._sandbox_facts = await sandbox.ready()
        environ = self._integration_environ() | {"KEYTURN_DATABASE": (await self._database()).reveal()}
        places = [("sandbox", self.sandbox_url)]
        for name, port in (("integration", self.port), ("second integration", self.second_port)):
            if port:
                integration = await self._start(name, self._integration_arguments(port), environ)
                await integration.ready()
                places.append((name, _at(port)))
        for name, url in places:
            await self._answers(name, url)
        ready()
        watches = [asyncio.create_task(child.watch()) for child in self._children]
        try:
            done, _ = await asyncio.wait(watches, return_when=asyncio.FIRST_COMPLETED)
            done.pop().result()
        finally:
            for watch in watches:
                watch.cancel()
            await asyncio.gather(*watches, return_exceptions=True)

    async def _database(self) -> Secret:
        """A file, or for two processes a PostgreSQL."""
        if self.second_port is None:
            return Secret(f"sqlite:{self.state / 'keyturn.db'}")
        self._postgres = Postgres(self.state)
        return await self._postgres.start()

    async def _start(self, name: str, arguments: list[str], environ: dict[str, str]) -> Child:
        child = await Child.start(name, arguments, environ, self.state / f"{name.replace(' ', '-')}.log")
        self._children.append(child)
        return child

    async def _answers(self, name: str, url: str) -> None:
        link = HttpTransport(url, ca_file=self.trust.ca_file)
        try:
            await link.send(Request("GET", "/"))
        except errors.ClientError as trouble:
            raise Broken(f"The {name} has started but does not answer: {trouble}") from None
        finally:
            await link.aclose()

    def _sandbox_arguments(self) -> list[str]:
        return [
            *("sandbox", "run", "--port", str(self.sandbox_port), "--state", str(self.state)),
            *("--redirect-uri", f"{self.base_url}/connect/callback"),
        ]

    def _sandbox_environ(self) -> dict[str, str]:
        return {CLIENT_SECRET: keepsakes(self.state).client_secret.reveal()}

    def _integration_arguments(self, port: int) -> list[str]:
        return ["serve", "--port", str(port), "--state", str(self.state)]

    def _integration_environ(self) -> dict[str, str]:
        kept = keepsakes(self.state)
        return {
            "KEYTURN_BASE_URL": self.base_url,
            "KEYTURN_NUKI_URL": self.sandbox_url,
            "KEYTURN_NUKI_CA_FILE": str(self.trust.ca_file),
            "KEYTURN_CLIENT_ID": self._sandbox_facts["application"]["client_id"],
            "KEYTURN_CLIENT_SECRET": kept.client_secret.reveal(),
            "KEYTURN_VAULT_KEYS": kept.vault_keys.reveal(),
            "KEYTURN_OPERATOR_TOKEN": kept.operator_token.reveal(),
            "KEYTURN_COMPANY": "Harbour Stays",
            "KEYTURN_SUPPORT": "support@harbour-stays.example",
            **{name: os.environ.get(name, "on") for name in OFFERED},
        } | ({"KEYTURN_THEME": str(self.theme)} if self.theme else {})


def _at(port: int) -> str:
    return f"https://localhost:{port}"
