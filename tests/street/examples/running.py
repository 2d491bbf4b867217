"""An example in a process of its own, and a sandbox with TLS that sends it webhooks."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
from tests.architecture.places import ROOT
from tests.street import running

from keyturn.cli import authority

EXAMPLES = ROOT / "examples"
FIRST_SECONDS, LAST_SECONDS = 20.0, 15.0


def starlette(told: dict[str, str]) -> subprocess.Popen[bytes]:
    env = {f"GUESTHOUSE_{name}": value for name, value in told.items()}
    command = [sys.executable, "-m", "guesthouse"]
    return _started(command, EXAMPLES / "starlette", env | {"NUKI_CA_FILE": told["CA"]}, told)


def node(told: dict[str, str]) -> subprocess.Popen[bytes]:
    folder = EXAMPLES / "node"
    if not (folder / "node_modules" / "simple-oauth2").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    env = {f"ROOMS_{name}": value for name, value in told.items()}
    return _started(["node", "server.js"], folder, env | {"NODE_EXTRA_CA_CERTS": told["CA"]}, told)


def _started(
    command: list[str], folder: Path, env: dict[str, str], told: dict[str, str]
) -> subprocess.Popen[bytes]:
    nuki = {key: value for key, value in told.items() if key.startswith("NUKI_")}
    with Path(told["LOG"]).open("wb") as log:
        return subprocess.Popen(command, cwd=folder, env={**os.environ, **env, **nuki}, stdout=log, stderr=log)


class Front(threading.Thread):
    """The server that ends TLS: it hands on what it hears to the example's own port."""

    def __init__(self, trust: authority.Authority, port: int) -> None:
        super().__init__(daemon=True)
        self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._tls.load_cert_chain(trust.certificate, trust.key)
        self._behind = port
        self._place = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._place.getsockname()[1])
        self._over = threading.Event()

    def run(self) -> None:
        with asyncio.Runner() as runner:
            runner.run(self._serve())

    def end(self) -> None:
        self._over.set()
        self.join(5)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._meet, sock=self._place, ssl=self._tls)
        await asyncio.to_thread(self._over.wait)
        server.close()

    async def _meet(self, heard: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        try:
            inner, inward = await asyncio.open_connection("127.0.0.1", self._behind)
            try:
                await asyncio.gather(self._hand_on(heard, inward), self._hand_on(inner, said))
            finally:
                inward.transport.abort()
        finally:
            said.transport.abort()

    async def _hand_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while part := await source.read(65536):
                sink.write(part)
                await sink.drain()
        sink.close()


@dataclass
class Visitor:
    """A person's browser before an example; ``facts`` are the sandbox's, ``log`` is what the example has said."""

    browser: httpx2.Client
    control: httpx2.Client
    facts: dict[str, Any]
    log: Path

    def connect(self, decision: str = "allow") -> httpx2.Response:
        account = self.facts["account"]
        page = self.browser.get("/connect", follow_redirects=True)
        page = self.send(page, email=account["email"], password=account["password"])
        return self.send(page, decision=decision)

    def send(self, page: httpx2.Response, nth: int = 0, **fields: Any) -> httpx2.Response:
        form = re.findall(r"<form\b.*?</form>", page.text, re.S)[nth]
        action = re.search(r'action="([^"]*)"', form)
        hidden = {k: unescape(v) for k, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}
        devices = re.findall(r'name="device" value="(\d+)"', form)
        to = page.url.join(unescape(action[1])) if action else page.url
        given = hidden | fields | ({"device": devices} if devices else {})
        return self.browser.post(to, data=given, follow_redirects=True)

    def unlock(self) -> httpx2.Response:
        return self.send(self.browser.get("/doors"))

    def lock(self) -> httpx2.Response:
        return self.send(self.browser.get("/doors"), 1)

    def outcome_becomes(self, word: str) -> None:
        until = time.monotonic() + LAST_SECONDS
        while f'data-outcome="{word}"' not in self.browser.get("/actions").text:
            assert time.monotonic() < until, self.browser.get("/actions").text
            time.sleep(0.2)

    def told(self, method: str, path: str, **body: Any) -> Any:
        """The sandbox's control."""
        return self.control.request(method, f"/_sandbox{path}", json=body).raise_for_status().json()


@contextmanager
def visited(example: Any, folder: Path) -> Iterator[Visitor]:
    port = _free_port()
    trust = authority.ensure(folder / "nuki" / "authority")
    front = Front(trust, port)
    url = f"https://localhost:{front.port}"
    options = ("--tls", "--state", str(folder / "nuki"), "--redirect-uri", f"{url}/callback")
    with running.sandbox(*options, "--webhook-url", f"{url}/webhook") as facts:
        told = {
            "URL": url,
            "PORT": str(port),
            "KEY": base64.b64encode(os.urandom(32)).decode(),
            "DATABASE": str(folder / "example.db"),
            "FILE": str(folder / "example.json"),
            "CA": str(trust.ca_file),
            "LOG": str(folder / "example.log"),
            "NUKI_URL": facts["base_url"],
            "NUKI_CLIENT_ID": facts["application"]["client_id"],
            "NUKI_CLIENT_SECRET": facts["application"]["client_secret"],
        }
        process = example(told)
        try:
            front.start()
            _wait_for(port, process, Path(told["LOG"]))
            tls = ssl.create_default_context(cafile=trust.ca_file)
            with (
                httpx2.Client(base_url=url, verify=tls, trust_env=False) as browser,
                httpx2.Client(base_url=facts["base_url"], verify=tls, trust_env=False) as control,
            ):
                yield Visitor(browser, control, facts, Path(told["LOG"]))
        finally:
            process.terminate()
            process.wait(10)
            front.end()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + FIRST_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text())
