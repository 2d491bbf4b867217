"""A storm of webhooks on processes that are killed meanwhile: what was acknowledged, and what came of it.

Confirmations of actions and states of doors, a fifth of them twice, out of order. The processes are killed outright
again and again and started anew; what neither of two acknowledges is lost, for Nuki does not repeat.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from tests.integration.store.rows import ACTION, DOOR, G1, GRANT

from keyturn.integration.actions.action import ActionId, ActionState
from keyturn.integration.grants.vault import new_key
from keyturn.integration.notify.event import EventKind
from keyturn.integration.store import Store
from keyturn.nuki.ids import RequestId, SmartlockId
from keyturn.secrecy import Secret

SECRET = "a-client-secret-of-the-storm"
SERVER = """
import os, uvicorn
from keyturn.integration import Settings, application
uvicorn.run(application(Settings.from_environment(os.environ)), host="127.0.0.1", port=int(os.environ["PORT"]),
            log_level="error", access_log=False)
"""
SENDERS, FAR = 16, timedelta(days=3650)
NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@dataclass
class Told:
    """What the senders saw, and what the store held in the end."""

    sent: int = 0
    acknowledged: int = 0
    kills: int = 0
    kept: int = 0
    owed: set[str] = field(default_factory=set)
    """Request ids whose confirmation was acknowledged at least once."""
    confirmed: set[str] = field(default_factory=set)
    events: int = 0
    doors_right: bool = False


async def storm(database: Path | Secret, ports: list[int], size: int, kills: int) -> Told:
    """Send ``size`` webhooks, a tenth of them confirmations, to a process at each of ``ports``."""
    told, store = Told(), Store(database)
    actions = [RequestId(f"r{number}") for number in range(size // 10)]
    await _prepare(store, actions)
    bodies = [(str(r), _confirmation(r, n)) for n, r in enumerate(actions)]
    bodies += [("", _status(1 + n % 50, n % 5)) for n in range(size * 8 // 10 - len(bodies))]
    bodies += random.sample(bodies, size - len(bodies))
    random.shuffle(bodies)
    async with _processes(database, ports) as processes, httpx2.AsyncClient(trust_env=False, timeout=10) as client:
        todo = iter(bodies)

        async def send() -> None:
            for request_id, body in todo:
                told.sent += 1
                if told.sent % max(1, size // (kills + 1)) == 0 and told.kills < kills:
                    told.kills += 1
                    await processes[told.kills % len(ports)].kill_and_start()
                # As whatever stands before the processes does: one that does not answer is passed over.
                first, other = ports[told.sent % 2 :: 2][0], ports[(told.sent + 1) % 2 :: 2][0]
                if await _post(client, first, body) or await _post(client, other, body):
                    told.acknowledged += 1
                    told.owed |= {request_id} - {""}

        await asyncio.gather(*(send() for _ in range(SENDERS)))
        for door in range(1, 51):  # what a read would tell, or the next webhook
            told.acknowledged += await _post(client, ports[0], _status(door, 3))
        end = time.monotonic() + 60 + size / 500
        while await store.inbox.waiting(1) and time.monotonic() < end:  # noqa: ASYNC110  # another process settles
            await asyncio.sleep(0.2)
    told.kept = await _kept(store)
    doors = {door.smartlock_id: door.state for door in await store.doors.doors(G1)}
    told.doors_right = all(doors[SmartlockId(door)] == 3 for door in range(1, 51))
    for number, request_id in enumerate(actions):
        action = await store.actions.action(ActionId(f"a{number}"))
        if action and action.state is ActionState.CONFIRMED:
            told.confirmed.add(request_id)
    place = (0, "")
    while page := await store.outbox.events(place, 500):
        told.events += sum(event.kind is not EventKind.GRANT_CONNECTED for _, event in page)
        place = page[-1][0]
    await store.close()
    return told


async def _prepare(store: Store, actions: list[RequestId]) -> None:
    await store.open()
    await store.grants.save(replace(GRANT, expires_at=NOW + FAR), NOW, NOW + FAR)
    await store.doors.replace_doors(
        G1, [replace(DOOR, smartlock_id=SmartlockId(number), known_at=NOW) for number in range(1, 51)]
    )
    for number, request_id in enumerate(actions):
        action_id = ActionId(f"a{number}")
        await store.actions.begin(
            replace(ACTION, action_id=action_id, smartlock_id=SmartlockId(1000 + number), requested_at=NOW)
        )
        await store.actions.accept(action_id, request_id, NOW + FAR, NOW)


async def _kept(store: Store) -> int:
    async def count(connection: Any) -> int:
        number: int = (await connection.rows("SELECT count(*) FROM inbox WHERE state IN ('settled', 'ignored')"))[
            0
        ][0]
        return number

    return await store._db.read(count)


async def _post(client: httpx2.AsyncClient, port: int, body: bytes) -> bool:
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    try:
        answer = await client.post(
            f"http://127.0.0.1:{port}/webhooks/nuki", content=body, headers={"X-Nuki-Signature-SHA256": signature}
        )
    except httpx2.TransportError:
        return False
    return answer.status_code == 204


def _confirmation(request_id: RequestId, number: int) -> bytes:
    return json.dumps(
        {"type": "SmartlockAction", "requestId": request_id, "success": True, "smartlockId": 1000 + number}
    ).encode()


def _status(door: int, state: int) -> bytes:
    shown = {"mode": 2, "state": state, "trigger": 0, "lastAction": 1, "batteryCritical": False, "doorState": 2}
    shown |= {"ringToOpenTimer": 0, "nightMode": False}
    facts = {"feature": "DEVICE_STATUS", "smartlockId": door, "state": shown, "serverState": 0, "adminPinState": 0}
    return json.dumps(facts).encode()


@dataclass
class _Process:
    port: int
    environ: dict[str, str]
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = {**os.environ, **self.environ, "PORT": str(self.port)}
        self.running = subprocess.Popen([sys.executable, "-c", SERVER], env=environ)

    async def kill_and_start(self) -> None:
        self.end(signal.SIGKILL)
        self.start()
        await self.answers()

    async def answers(self) -> None:
        for _ in range(300):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
        raise AssertionError("The integration did not start.")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.running is not None:
            self.running.send_signal(how)
            self.running.wait(20)


@asynccontextmanager
async def _processes(database: Path | Secret, ports: list[int]) -> AsyncIterator[list[_Process]]:
    environ = {
        "KEYTURN_BASE_URL": "https://keyturn.test",
        "KEYTURN_NUKI_URL": "https://127.0.0.1:9",
        "KEYTURN_CLIENT_ID": "storm",
        "KEYTURN_CLIENT_SECRET": SECRET,
        "KEYTURN_VAULT_KEYS": new_key("storm").reveal(),
        "KEYTURN_DATABASE": _address(database),
        "KEYTURN_WEBHOOKS": "central",
    }
    processes = [_Process(port, environ) for port in ports]
    try:
        for process in processes:
            process.start()
        for process in processes:
            await process.answers()
        yield processes
    finally:
        for process in processes:
            process.end()


def _address(database: Path | Secret) -> str:
    return f"sqlite:{database}" if isinstance(database, Path) else database.reveal()
