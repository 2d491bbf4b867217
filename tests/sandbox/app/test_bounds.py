"""Whatever is sent, the answer is a clear no, and the world is as it was."""

from __future__ import annotations

import pytest

from keyturn.testing import Nuki

JSON = {"content-type": "application/json"}
DOOR = "/smartlock/17618910285"
PLACES = [
    ("POST", f"{DOOR}/action"),
    ("POST", f"{DOOR}/action/advanced"),
    ("POST", "/oauth/token"),
    ("PUT", "/api/decentralWebhook"),
    ("POST", "/_sandbox/faults"),
    ("PUT", "/_sandbox/seed"),
    ("PATCH", "/_sandbox/settings"),
    ("PUT", "/_sandbox/snapshot"),
]
HOSTILE = {
    "deep array": b"[" * 200_000,
    "deep object": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep in an unknown field": b'{"action":1,"x":' + b"[" * 500 + b"]" * 500 + b"}",
    "no JSON": b"\x00\xff{",
    "half": b'{"action": 1, "x": "',
    "a long number": b'{"action": ' + b"9" * 5000 + b"}",
    "too large a number": b'{"action": 1e999}',
    "a lone surrogate": b'{"action": "\\ud800"}',
    "bad UTF-8": b'{"action": "\xc3\x28"}',
    "another shape": b'[{"action": 1}]',
    "null": b"null",
    "nothing": b"",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(("method", "path"), PLACES)
def test_hostile_bodies_are_refused_and_change_nothing(nuki: Nuki, method: str, path: str, body: bytes) -> None:
    token = nuki.grant("smartlock smartlock.action webhook.decentral")
    before = nuki.sandbox.devices()
    answer = nuki.request(method, path, token, body, JSON)
    harmless = (path, body) in {("/_sandbox/settings", b"")}  # an empty change
    assert answer.status in (200,) if harmless else 400 <= answer.status < 500, answer.body[:200]
    nuki.advance(10)
    assert nuki.sandbox.devices() == before
    assert nuki.get("/smartlock", token).ok


@pytest.mark.parametrize(("method", "path"), PLACES[:-1])
def test_large_bodies_are_refused(nuki: Nuki, method: str, path: str) -> None:
    answer = nuki.request(method, path, nuki.api_token, b'"' + b"a" * 2**20 + b'"', JSON)
    assert answer.status == 413


def test_many_brackets_within_a_text_are_no_depth(nuki: Nuki) -> None:
    body = b'{"action": 2, "x": "' + b'[\\"{' * 500 + b'"}'
    assert nuki.request("POST", f"{DOOR}/action", nuki.api_token, body, JSON).status == 204
    wide = b'{"action": 2, "x": [' + b"[]," * 500 + b"[]]}"
    assert nuki.request("POST", f"{DOOR}/action", nuki.api_token, wide, JSON).status == 204


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.7", ""]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/_sandbox"), ("GET", "/_sandbox/snapshot"), ("POST", "/_sandbox/reset"), ("POST", "/_sandbox/grants"),
     ("GET", "/_sandbox/seed"), ("GET", "/_sandbox/console")],
)  # fmt: skip
def test_the_controls_answer_to_this_machines_names_only(nuki: Nuki, method: str, path: str, host: str) -> None:
    grant = nuki.grant("smartlock")
    answer = nuki.request(method, path, json={"scope": "smartlock"}, headers={"host": host})
    assert answer.status == 403
    assert nuki.api_token.encode() not in answer.body
    assert nuki.get("/smartlock", grant).ok, "nothing was reset"
