"""Whose a call is, and what the subject wrote down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from keyturn.checker.evidence import Entry
from keyturn.checker.scenarios.witness.kept import Kept
from keyturn.checker.scenarios.witness.owners import Owners
from keyturn.nuki.ids import AccountId, SmartlockId

MINE, OTHER = AccountId(1), AccountId(2)


def entry(sequence: int, kind: str, subject: str, **details: Any) -> Entry:
    return Entry(sequence, kind, subject, details)


def test_an_earlier_visitors_background_calls_are_left_out() -> None:
    owners = Owners({SmartlockId(10): MINE, SmartlockId(20): OTHER})
    journal = [
        entry(1, "token", "access-token-1", account_id=MINE),
        entry(2, "token", "access-token-2", account_id=OTHER),
        entry(3, "token", "refresh-token-2", account_id=OTHER),
        entry(4, "request", "GET /smartlock", credential="access-token-2"),
        entry(5, "request", "POST /oauth/token", body={"refresh_token": "refresh-token-2"}),
        entry(6, "device", "smartlock 20"),
        entry(7, "request", "GET /smartlock", credential="access-token-1"),
        entry(8, "request", "GET /smartlock"),
        entry(9, "request", "PUT /smartlock/10/auth", body="(70000 bytes)"),
        entry(10, "device", "smartlock 10"),
    ]
    owners.learn(journal)
    assert [one.sequence for one in owners.of(MINE, journal)] == [1, 7, 8, 9, 10]


def test_a_webhook_is_its_doors() -> None:
    owners = Owners({SmartlockId(10): MINE})
    assert owners.delivered_to('{"smartlockId": 10}') == MINE
    assert (
        owners.delivered_to('{"smartlockId": 11}')
        is owners.delivered_to("[]")
        is owners.delivered_to("no")
        is None
    )


def test_logs_count_from_where_the_story_began_and_all_else_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "app.log").write_text("before\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "app.db").write_bytes(b"\xff token")
    kept = Kept(("app.log", "missing.log"), tmp_path, tmp_path)
    kept.begin()
    with (tmp_path / "app.log").open("a") as log:
        log.write("after\n")
    assert dict(kept.said()) == {"app.log": "after\n"}
    assert dict(kept.files()) == {"app.db": "ÿ token"}


def test_a_log_that_was_rotated_is_read_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    log.write_text("a long line before\n")
    kept = Kept(("app.log",), tmp_path, tmp_path)
    kept.begin()
    log.write_text("new\n")
    assert dict(kept.said()) == {"app.log": "new\n"}
