"""Real processes for the street: the command line as a person would start it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

KEYTURN = str(Path(sys.executable).parent / "keyturn")
CALLBACK = "https://127.0.0.1:9/callback"


@contextmanager
def sandbox(*options: str) -> Iterator[dict[str, Any]]:
    """``keyturn sandbox run`` without TLS on a free port; what its first line says."""
    command = [
        KEYTURN,
        "sandbox",
        "run",
        "--no-tls",
        "--port",
        "0",
        "--format",
        "json",
        "--redirect-uri",
        CALLBACK,
    ]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise AssertionError(process.communicate()[1])
        facts: dict[str, Any] = json.loads(line)
        yield facts
    finally:
        process.terminate()
        process.communicate(timeout=20)


def journal(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything the sandbox has written down."""
    entries: list[dict[str, Any]] = []
    while True:
        after = entries[-1]["sequence"] if entries else 0
        query = {"after": after, "limit": 1000}
        answer = httpx2.get(facts["base_url"] + "/_sandbox/journal", params=query, trust_env=False)
        page = answer.raise_for_status().json()["entries"]
        if not page:
            return entries
        entries += page


def token_answers(facts: dict[str, Any]) -> list[int]:
    """The status of every answer of the token endpoint."""
    return [int(e["status"]) for e in journal(facts) if e["subject"] == "POST /oauth/token"]


def code_for(facts: dict[str, Any], scope: str) -> str:
    """A person signs in and allows; the code that goes to the callback."""
    application, account = facts["application"], facts["account"]
    with httpx2.Client(base_url=facts["base_url"], trust_env=False) as browser:
        query = {
            **{"response_type": "code", "client_id": application["client_id"], "redirect_uri": CALLBACK},
            **{"scope": scope, "state": "a-state-long-enough"},
        }
        page = browser.get("/oauth/authorize", params=query, follow_redirects=True)
        page = _send(browser, page, email=account["email"], password=account["password"])
        while page.is_redirect:
            page = browser.get(page.url.join(page.headers["location"]))
        page = _send(browser, page, decision="allow")
        while page.is_redirect and not page.headers["location"].startswith(CALLBACK):
            page = browser.get(page.url.join(page.headers["location"]))
        return httpx2.URL(page.headers["location"]).params["code"]


def _send(browser: httpx2.Client, page: httpx2.Response, **fields: str) -> httpx2.Response:
    form = re.search(r"<form\b.*?</form>", page.text, re.S)
    assert form is not None, page.text
    action = re.search(r'action="([^"]*)"', form[0])
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
    return browser.post(page.url.join(action[1]) if action else page.url, data=hidden | fields)
