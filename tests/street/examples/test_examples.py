"""The examples as processes of their own, over TLS: a person connects, acts, says no, and loses the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.street.examples.running import Visitor, node, starlette, visited

pytestmark = pytest.mark.street


@pytest.fixture(params=[starlette, node], ids=["starlette", "node"])
def visitor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Visitor]:
    example: Callable[..., Any] = request.param
    with visited(example, tmp_path) as one:
        yield one


def token_requests(visitor: Visitor) -> list[int]:
    entries = visitor.control.get("/_sandbox/journal", params={"limit": 1000}).json()["entries"]
    return [int(entry["status"]) for entry in entries if entry["subject"] == "POST /oauth/token"]


def test_a_life_with_an_example(visitor: Visitor) -> None:
    page = visitor.connect("deny")
    assert page.status_code == 403 and "You did not allow" in page.text

    page = visitor.connect()
    assert page.url.path == "/doors" and "Front door" in page.text, page.text
    assert visitor.unlock().status_code == 200
    visitor.outcome_becomes("confirmed")

    visitor.told("POST", "/faults", name="access_token_dead", times=1)
    before = token_requests(visitor)
    assert visitor.browser.get("/doors").status_code == 200
    assert len(token_requests(visitor)) == len(before) + 1

    visitor.told("POST", "/faults", name="motor_blocked", times=1)
    visitor.lock()
    visitor.outcome_becomes("failed")

    visitor.told("POST", "/faults", name="access_token_dead", times=1)
    visitor.told("POST", "/faults", name="token_endpoint_down", times=1)
    assert visitor.browser.get("/doors").status_code == 503, "trouble, and the connection is kept"
    assert visitor.browser.get("/doors").status_code == 200

    visitor.told("POST", "/faults", name="access_token_dead", times=1)
    visitor.told("POST", "/faults", name="refresh_refused", times=1)
    page = visitor.browser.get("/doors")
    assert page.status_code == 401 and "Connect again" in page.text
    asked = token_requests(visitor)
    assert [visitor.browser.get("/doors").status_code for _ in range(3)] == [401] * 3
    assert token_requests(visitor) == asked, "no storm"

    page = visitor.connect()
    page = visitor.send(page, -1)
    assert page.url.path == "/disconnected"
    assert visitor.browser.get("/doors").status_code == 401
    secret = visitor.facts["application"]["client_secret"]
    assert secret not in visitor.log.read_text() and "token=" not in visitor.log.read_text()
