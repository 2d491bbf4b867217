"""S3 and S4: the sandbox's list and action rates against a fake that moves nothing and delivers nothing."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import ssl
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from tests.street.running import CALLBACK, code_for

from bench.figure import Figure, Sample
from bench.load import requests
from bench.peers import FAKE_SEAM_KEY, fake_seam_connect
from bench.servers import started
from keyturn.cli import authority
from keyturn.nuki.webhooks import SIGNATURE_HEADER

KEYTURN = str(Path(sys.executable).parent / "keyturn")
LIST_OF, ACTIONS_ON, TURNS = 10, 50, 20
RECEIVER_PORT = 18474


def listing() -> tuple[Figure, Callable[[Figure], None]]:
    """A list of ten devices."""
    figure = Figure("S3", f"list of {LIST_OF} devices", "fake-seam-connect /devices/list", 2.0)

    def run(figure: Figure) -> None:
        with sandbox(LIST_OF) as facts, fake_seam_connect() as seam:
            shown = asyncio.run(_seam_devices(seam))
            figure.note = f"the peer lists its {len(shown)} seeded devices"
            figure.measure(
                lambda: requests(facts["base_url"] + "/smartlock", "GET", _bearer(facts["api_token"])),
                lambda: requests(seam + "/devices/list", "POST", _bearer(FAKE_SEAM_KEY)),
            )

    return figure, run


def actions() -> tuple[Figure, Callable[[Figure], None]]:
    """Advanced actions, each moving its lock and delivering its signed webhooks, against a call that only flips."""
    figure = Figure(
        "S4", "action, moved and signed webhook delivered", "fake-seam-connect /locks/unlock_door", 1.5
    )
    figure.note = f"{ACTIONS_ON} locks at once, virtual clock; one webhook each, over TLS, its signature checked"

    def run(figure: Figure) -> None:
        options = ["--webhook-url", f"https://127.0.0.1:{RECEIVER_PORT}/hook"]
        with tempfile.TemporaryDirectory() as folder, fake_seam_connect() as seam:
            trust = authority.ensure(Path(folder))
            with sandbox(ACTIONS_ON, *options, trust=trust) as facts:
                token = asyncio.run(_token(facts))
                figure.measure(lambda: asyncio.run(_ours(facts, token, trust)), lambda: asyncio.run(_theirs(seam)))

    return figure, run


@dataclass
class Receiver:
    """Counts confirmations with a good signature; no more than that, for it runs beside the load."""

    key: bytes
    confirmed: int = 0
    bad: int = 0
    server: asyncio.Server = field(init=False)

    async def start(self, trust: authority.Authority) -> None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(trust.certificate, trust.key)
        self.server = await asyncio.start_server(self._take, "127.0.0.1", RECEIVER_PORT, ssl=tls)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
                body = await reader.readexactly(int(headers["content-length"]))
                expected = hmac.new(self.key, body, hashlib.sha256).hexdigest()
                good = hmac.compare_digest(expected, headers.get(SIGNATURE_HEADER.lower(), ""))
                self.bad += not good
                self.confirmed += good and b'"requestId"' in body and b'"success":true' in body
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")


async def _ours(facts: dict[str, Any], token: str, trust: authority.Authority) -> Sample:
    await asyncio.sleep(2.5)  # until the sandbox no longer keeps a connection to the receiver before this one
    receiver = Receiver(facts["application"]["client_secret"].encode())
    await receiver.start(trust)
    async with aiohttp.ClientSession(facts["base_url"], headers=_bearer(token)) as session:

        async def ask(lock: dict[str, Any], verb: str) -> None:
            async with session.post(f"/smartlock/{lock['smartlock_id']}/action/{verb}/advanced") as answer:
                assert answer.status == 200, await answer.text()

        start = time.monotonic()
        for turn in range(TURNS):
            verb = ("unlock", "lock")[turn % 2]
            await asyncio.gather(*(ask(lock, verb) for lock in facts["smartlocks"]))
            async with session.post("/_sandbox/clock", json={"advance_seconds": 10}) as answer:
                assert answer.status == 200, await answer.text()
        took = time.monotonic() - start
    receiver.server.close()
    done = TURNS * len(facts["smartlocks"])
    assert (receiver.confirmed, receiver.bad) == (done, 0), f"{receiver.confirmed} of {done} confirmed"
    return Sample(done / took)


async def _theirs(seam: str) -> Sample:
    async with aiohttp.ClientSession(seam, headers=_bearer(FAKE_SEAM_KEY)) as session:
        locks = [device["device_id"] for device in await _seam_devices(seam) if "locked" in device["properties"]]

        async def ask(device: str) -> None:
            async with session.post("/locks/unlock_door", json={"device_id": device}) as answer:
                assert answer.status == 200, await answer.text()

        start, done = time.monotonic(), 0
        for _ in range(TURNS):
            wave = [locks[n % len(locks)] for n in range(ACTIONS_ON)]
            await asyncio.gather(*(ask(device) for device in wave))
            done += len(wave)
        return Sample(done / (time.monotonic() - start))


async def _seam_devices(seam: str) -> list[dict[str, Any]]:
    async with (
        aiohttp.ClientSession(seam, headers=_bearer(FAKE_SEAM_KEY)) as session,
        session.post("/devices/list") as answer,
    ):
        devices: list[dict[str, Any]] = (await answer.json())["devices"]
        return devices


async def _token(facts: dict[str, Any]) -> str:
    code = code_for(facts, "smartlock.readOnly smartlock.action webhook.central")
    application = facts["application"]
    form = {
        **{"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK},
        **{"client_id": application["client_id"], "client_secret": application["client_secret"]},
    }
    async with (
        aiohttp.ClientSession(facts["base_url"]) as session,
        session.post("/oauth/token", data=form) as answer,
    ):
        return str((await answer.json(content_type=None))["access_token"])


@contextmanager
def sandbox(devices: int, *options: str, trust: authority.Authority | None = None) -> Iterator[dict[str, Any]]:
    """A sandbox whose one account has so many locks, on a virtual clock; what its first line says."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        seed = folder / "seed.toml"
        seed.write_text(_home(devices))
        command = [KEYTURN, "sandbox", "run", "--no-tls", "--port", "0", "--format", "json", "--clock", "virtual"]
        command += ["--redirect-uri", CALLBACK, "--seed", str(seed), *options]
        env = {"SSL_CERT_FILE": str(trust.ca_file)} if trust else {}
        process = stack.enter_context(started(command, env))
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())


def _home(devices: int) -> str:
    head = """
name = "bench"
api_token = "bench-api-token"
[application]
name = "Bench"
client_id = "bench-client"
client_secret = "bench-client-secret-0123456789"
api_key_id = 1
redirect_uris = []
webhook_features = []
[[account]]
account_id = 1
email = "bench@home.example"
password = "a-key-under-the-mat"
name = "Bench"
"""
    lock = '[[account.smartlock]]\ntype = 4\nnuki_id = "{:08X}"\nname = "Door {}"\nbattery = 80\n'
    return head + "".join(lock.format(0x10000000 + number, number) for number in range(devices))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
