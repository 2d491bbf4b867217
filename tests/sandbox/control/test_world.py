"""Homes and whole worlds, read, written, and put in each other's place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from keyturn.sandbox import Seed
from keyturn.sandbox.seed.written import toml
from keyturn.testing import Nuki

SCOPES = "smartlock smartlock.action webhook.central"
BARN = (
    'name = "farm"\napi_token = "t0"\n[settings]\nstrict = true\n[[account]]\naccount_id = 1\nemail = "a@b.example"\n'
    'password = "p"\nname = "A"\n[[account.smartlock]]\ntype = 4\nnuki_id = "00000001"\nname = "Barn \\"1\\""\n'
)


@pytest.mark.parametrize("seed", [Seed.home(), Seed.from_text(BARN)])
def test_a_seed_written_down_is_read_as_the_same(seed: Seed) -> None:
    again = Seed.from_text(toml(seed))
    assert toml(again) == toml(seed)
    assert again.settings == seed.settings
    assert [one.smartlocks for one in again.accounts] == [one.smartlocks for one in seed.accounts]
    assert again.application.client_secret.matches(seed.application.client_secret.reveal())


def test_what_was_given_at_the_start_is_in_it() -> None:
    changed = Seed.home().with_application(("https://a.example/back",), "https://a.example/hook")
    tables = tomllib.loads(toml(changed))["application"]
    assert (tables["redirect_uris"], tables["webhook_url"]) == (
        ["https://a.example/back"],
        "https://a.example/hook",
    )


def test_another_home_takes_the_place_of_the_world(nuki: Nuki) -> None:
    token = nuki.grant("smartlock")
    nuki.arm("server_error", times=None)
    answer = nuki.request("PUT", "/_sandbox/seed", json={"toml": BARN})
    assert answer.ok
    assert [door["name"] for door in nuki.sandbox.devices()] == ['Barn "1"']
    assert nuki.get("/smartlock", token).status == 401
    assert nuki.get("/smartlock", "t0").ok
    assert nuki.get("/_sandbox/settings").json["strict"] is True
    assert nuki.get("/_sandbox/seed").json["toml"] == answer.json["toml"]


@pytest.mark.parametrize(
    ("text", "named"),
    [("[[", "TOML"), ("", "account"), (BARN.replace("type = 4", "type = 77"), "77"), ("x = 1\n" + BARN, "x")],
)
def test_a_home_that_cannot_be_used_is_refused_and_the_world_stays(nuki: Nuki, text: str, named: str) -> None:
    before = nuki.sandbox.devices()
    answer = nuki.request("PUT", "/_sandbox/seed", json={"toml": text})
    assert answer.status == 400
    assert named in answer.json["detail"]
    assert nuki.sandbox.devices() == before


def test_a_world_goes_on_in_another_sandbox(nuki: Nuki) -> None:
    grant, door = nuki.grant(SCOPES), nuki.door()
    nuki.post(f"/smartlock/{door.id}/action/unlock", grant)
    nuki.advance(3000)
    nuki.request("PATCH", "/_sandbox/settings", json={"token_answer_as_text": True})
    saved = nuki.get("/_sandbox/snapshot").body
    other = Nuki(Seed.from_text(BARN))
    try:
        loaded = other.request("PUT", "/_sandbox/snapshot", json=msgspec.Raw(saved))
        assert (loaded.status, loaded.json["grants"]) == (200, 1)
        assert (other.door("Front door").state, other.now) == ("unlocked", nuki.now)
        assert other.get("/smartlock", grant).ok
        assert other.get("/_sandbox/settings").json["token_answer_as_text"] is True
        other.advance(700)
        assert other.get("/smartlock", grant).status == 401, "tokens keep their age"
        assert grant.access_token.encode() not in b"".join(entry.json() for entry in other.sandbox.journal)
    finally:
        other.close()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"seed": "", "state": {}}', b"[" * 100_000, b"nonsense"])
def test_what_is_no_snapshot_is_refused_and_the_world_stays(nuki: Nuki, body: bytes) -> None:
    grant = nuki.grant("smartlock")
    answer = nuki.request("PUT", "/_sandbox/snapshot", json=body, headers={"content-type": "application/json"})
    assert answer.status == 400
    assert answer.json["remedy"]
    assert nuki.get("/smartlock", grant).ok


def test_a_snapshot_of_another_version_is_refused(nuki: Nuki) -> None:
    document = nuki.get("/_sandbox/snapshot").json
    document["state"]["version"] = 99
    answer = nuki.request("PUT", "/_sandbox/snapshot", json=document)
    assert (answer.status, "99" in answer.json["detail"]) == (400, True)


def test_tokens_are_given_without_pages(nuki: Nuki) -> None:
    given = nuki.request("POST", "/_sandbox/grants", json={"scope": "smartlock offline_access"})
    assert (given.status, given.json["expires_in"]) == (201, 3600)
    assert nuki.get("/smartlock", given.json["access_token"]).ok
    refused = nuki.request("POST", "/_sandbox/grants", json={"scope": "everything"})
    assert (refused.status, "everything" in refused.json["detail"]) == (400, True)


def _naive_time(state: dict[str, Any]) -> None:
    state["at"] = "2026-01-05T08:00:00"


def _end_of_the_calendar(state: dict[str, Any]) -> None:
    state["at"] = "9999-12-31T23:59:59Z"


def _naive_token(state: dict[str, Any]) -> None:
    next(one for one in state["tokens"].values() if one.get("expires"))["expires"] = "2026-01-05T08:00:00"


def _naive_grant(state: dict[str, Any]) -> None:
    state["grants"][0]["ends"] = "2026-01-05T08:00:00"


def _no_state(state: dict[str, Any]) -> None:
    state["devices"][0]["shown"]["state"] = None


def _no_such_type(state: dict[str, Any]) -> None:
    state["devices"][0]["shown"]["type"] = -1


def _another_id(state: dict[str, Any]) -> None:
    next(iter(state["devices"][0]["inside"]["keyring"]["listed"].values()))["id"] = "x"


@pytest.mark.parametrize(
    "damage",
    [_naive_time, _end_of_the_calendar, _naive_token, _naive_grant, _no_state, _no_such_type, _another_id],
)
def test_a_damaged_snapshot_is_refused_and_the_world_stays(
    nuki: Nuki, damage: Callable[[dict[str, Any]], None]
) -> None:
    grant, before = nuki.grant("smartlock"), nuki.sandbox.devices()
    whole = nuki.get("/_sandbox/snapshot").json
    document = msgspec.json.decode(msgspec.json.encode(whole))
    damage(document["state"])
    answer = nuki.request("PUT", "/_sandbox/snapshot", json=document)
    assert (answer.status, bool(answer.json["remedy"])) == (400, True)
    assert nuki.sandbox.devices() == before
    assert nuki.get("/smartlock", grant).ok
    assert nuki.request("GET", "/_sandbox/console").status == 200
    assert nuki.request("PUT", "/_sandbox/snapshot", json=whole).status == 200, "a whole one is still taken"
