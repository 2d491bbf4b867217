"""I3: webhooks accepted, signature verified and durable before the 204, against the bare insert floor.

Both servers are uvicorn with the same loop and parser. The floor (``bench.webhooks.floor``) is given the one core the
server has; the second belongs to the load, of which the floor has none.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figure import Figure, Sample
from bench.load import requests
from bench.peers import slack_bolt
from bench.servers import SERVER_CORE, started, wait_for
from keyturn.integration.grants.vault import new_key

PORT = 18472
SECRET = secrets.token_hex(20)
SERVER = """
import uvicorn, os
from keyturn.integration import Settings, application
app = application(Settings.from_environment(os.environ))
uvicorn.run(app, host="127.0.0.1", port={port}, log_level="warning", access_log=False, proxy_headers=False)
"""
BARE = """
import uvicorn
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await receive()
    await send({{"type": "http.response.start", "status": 204, "headers": []}})
    await send({{"type": "http.response.body"}})
uvicorn.run(app, host="127.0.0.1", port={port}, log_level="warning", access_log=False, proxy_headers=False)
"""
"""The same server with nothing behind it: what no program on it can be faster than."""
STATUS = {
    "feature": "DEVICE_STATUS",
    "smartlockId": 17611223344,
    "state": {
        **{"mode": 2, "state": 3, "trigger": 0, "lastAction": 1, "batteryCritical": False, "doorState": 2},
        **{"batteryCharging": False, "batteryCharge": 71, "keypadBatteryCritical": False},
        **{"doorsensorBatteryCritical": False, "ringToOpenTimer": 0, "nightMode": False},
    },
    "serverState": 0,
    "adminPinState": 0,
}
REACTION = {
    **{"type": "event_callback", "token": "none", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1"},
    **{"event_time": 1772445600, "authorizations": [{"team_id": "T1", "user_id": "U0", "is_bot": True}]},
    "event": {
        **{
            "type": "reaction_added",
            "user": "U1",
            "reaction": "key",
            "item_user": "U2",
            "event_ts": "1772445600.1",
        },
        "item": {"type": "message", "channel": "C1", "ts": "1772445600.000100"},
    },
}


def intake() -> tuple[Figure, Callable[[Figure], None]]:
    """Against the floor of the same database."""
    figure = Figure("I3", "webhooks verified and durable before the 204", "bare group-commit insert", 0.5)

    def run(figure: Figure) -> None:
        with tempfile.TemporaryDirectory(dir=Path(__file__).parent.parent) as folder, _server(Path(folder)) as url:
            figure.measure(lambda: _ours(url), lambda: _floor(Path(folder)))
        with started([sys.executable, "-c", BARE.format(port=PORT)], {}):
            url = f"http://127.0.0.1:{PORT}/webhooks/nuki"
            wait_for(url)
            most = statistics.median(_ours(url).rate for _ in range(5))
        figure.note = f"the same server with nothing behind it answers {most:,.0f}/s"

    return figure, run


def against_bolt() -> tuple[Figure, Callable[[Figure], None]]:
    """Against a receiver of signed events that is widely used."""
    figure = Figure("I3", "webhooks verified and durable before the 204", "Slack Bolt, signed events", 1.0)
    figure.note = "the peer keeps nothing"

    def run(figure: Figure) -> None:
        with (
            tempfile.TemporaryDirectory(dir=Path(__file__).parent.parent) as folder,
            slack_bolt(SECRET) as bolt,
            _server(Path(folder)) as url,
        ):
            figure.measure(lambda: _ours(url), lambda: _bolt(bolt))

    return figure, run


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    env = {
        "KEYTURN_BASE_URL": "https://127.0.0.1",
        "KEYTURN_CLIENT_ID": "bench",
        "KEYTURN_CLIENT_SECRET": SECRET,
        "KEYTURN_VAULT_KEYS": new_key("bench").reveal(),
        "KEYTURN_DATABASE": f"sqlite:{folder}/intake.db",
        "KEYTURN_WEBHOOKS": "central",
    }
    with started([sys.executable, "-c", SERVER.format(port=PORT)], env):
        url = f"http://127.0.0.1:{PORT}/webhooks/nuki"
        wait_for(url)
        yield url


def _bolt(url: str) -> Sample:
    body, now = json.dumps(REACTION, separators=(",", ":")), str(int(time.time()))
    signature = "v0=" + hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}
    return requests(url, "POST", {"Content-Type": "application/json", **headers}, body)


def _ours(url: str) -> Sample:
    body = json.dumps(STATUS, separators=(",", ":"))
    signature = hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()
    return requests(url, "POST", {"Content-Type": "application/json", "X-Nuki-Signature-SHA256": signature}, body)


def _floor(folder: Path) -> Sample:
    command = ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "bench.webhooks.floor", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rate, p99, _ = json.loads(done.stdout)
    return Sample(rate, p99)
