"""``keyturn demo --database postgres``: two integrations over one PostgreSQL; what one does, the other shows."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

import httpx2
import pytest
from tests.street.running import KEYTURN

from keyturn.cli.demo.database import place_of

pytestmark = [pytest.mark.street, pytest.mark.postgres]
CONFIRM_SECONDS = 20.0


def free_ports(count: int) -> list[int]:
    places = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [place.getsockname()[1] for place in places]
    for place in places:
        place.close()
    return ports


def send(browser: httpx2.Client, page: httpx2.Response, mark: str, **fields: str) -> httpx2.Response:
    """Fill in and send the first form of the page that has ``mark`` in it, and go where it leads."""
    forms = [form for form in re.findall(r"<form\b.*?</form>", page.text, re.S) if mark in form]
    assert forms, page.text
    action = re.search(r'action="([^"]*)"', forms[0])
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', forms[0]))
    to = page.url.join(action[1]) if action and action[1] else page.url
    origin = f"{to.scheme}://{to.netloc.decode()}"
    return browser.post(to, data=hidden | fields, headers={"Origin": origin}, follow_redirects=True)


def test_what_one_process_does_the_other_shows(tmp_path: Path) -> None:
    one, sandbox, two = map(str, free_ports(3))
    state = tmp_path / "state"
    where = ["--port", one, "--sandbox-port", sandbox, "--second-port", two, "--state", str(state)]
    command = [KEYTURN, "demo", "--database", "postgres", *where, "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        facts = json.loads(line)
        trust = ssl.create_default_context(cafile=facts["ca_file"])
        with httpx2.Client(verify=trust, trust_env=False, timeout=20) as browser:
            page = browser.get(facts["base_url"] + "/connect", follow_redirects=True)
            account = facts["account"]
            page = send(browser, page, "password", email=account["email"], password=account["password"])
            page = send(browser, page, "decision", decision="allow")
            assert page.url.path == "/doors", page.text
            other = browser.get(facts["second_url"] + "/doors")  # the same session: cookies know no ports
            assert other.status_code == 200
            assert "unlock" in other.text
            send(browser, page, "unlock")
            end = time.monotonic() + CONFIRM_SECONDS
            while 'data-action="confirmed"' not in other.text and "confirmed" not in other.text.lower():
                assert time.monotonic() < end, other.text
                time.sleep(0.5)
                other = browser.get(facts["second_url"] + "/doors")
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=40)
        shutil.rmtree(place_of(state.resolve())[0], ignore_errors=True)
    assert process.returncode == 0, said
    words = "".join(file.read_text() for file in state.glob("*.log"))
    assert "Traceback" not in words, words
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(two)), timeout=2)
