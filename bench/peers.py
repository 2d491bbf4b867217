"""What is measured against: installed on first use, outside the repository's history."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.servers import started, wait_for

FOLDER = Path(__file__).parent / ".peers"
FAKE_SEAM = "@seamapi/fake-seam-connect@1.86.0"
BOLT = ("slack-bolt==1.23.0", "starlette==1.10.0", "uvicorn==0.54.0", "uvloop", "httptools", "aiohttp")
BOLT_PORT = 18473
FAKE_SEAM_PORT = 18471
FAKE_SEAM_KEY = "seam_apikey1_token"


class NotToBeHad(Exception):
    """A peer cannot be had here; the row says so instead of a figure."""


@contextmanager
def fake_seam_connect() -> Iterator[str]:
    """The seeded fake of Seam's API; its base address."""
    server = FOLDER / "node_modules" / "@seamapi" / "fake-seam-connect" / "dist" / "server.js"
    npm(FAKE_SEAM)
    with started(["node", str(server), "--seed"], env={"PORT": str(FAKE_SEAM_PORT)}):
        base = f"http://localhost:{FAKE_SEAM_PORT}"
        wait_for(base + "/health")
        yield base


@contextmanager
def slack_bolt(secret: str) -> Iterator[str]:
    """Slack Bolt for Python on the server we run on too; the address of its events."""
    python = FOLDER / "bolt" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER / "bolt"], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *BOLT]
    if subprocess.run(install, check=False, capture_output=True).returncode:
        raise NotToBeHad(f"pip could not install {BOLT[0]}")
    command = [str(python), str(Path(__file__).parent / "webhooks" / "bolt.py"), str(BOLT_PORT)]
    with started(command, {"BOLT_SECRET": secret}):
        address = f"http://127.0.0.1:{BOLT_PORT}/slack/events"
        wait_for(address)
        yield address


def wrk() -> str:
    """The load generator wrk, from Debian."""
    found = shutil.which("wrk")
    if found is None and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False, capture_output=True)
        found = shutil.which("wrk")
    if found is None:
        raise NotToBeHad("wrk is not installed: apt-get install wrk")
    return found


def npm(package: str) -> None:
    """Install a package at this version, unless it is there."""
    name, _, version = package.rpartition("@")
    about = FOLDER / "node_modules" / name / "package.json"
    if about.exists() and json.loads(about.read_text())["version"] == version:
        return
    if shutil.which("npm") is None:
        raise NotToBeHad("npm is not installed, so the peer cannot be had")
    FOLDER.mkdir(exist_ok=True)
    if not (FOLDER / "package.json").exists():
        (FOLDER / "package.json").write_text(json.dumps({"private": True}))
    done = subprocess.run(["npm", "install", "--silent", package], cwd=FOLDER, check=False, capture_output=True)
    if done.returncode:
        raise NotToBeHad(f"npm could not install {package}")
