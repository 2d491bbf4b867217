"""``keyturn watch --once``: what it looks at, whom it tells, and bad words."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.journey import reports
from tests.journey.walker import Walker

from keyturn.integration.notify.signature import new_secret


def released(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    walker.says("apply", "--yes")
    walker.reviewer("approve")
    walker.says("form", "--no-pdf")
    form = json.loads((walker.folder / "form/form.json").read_text())["form"]
    walker.reviewer("submit", form=form)
    walker.reviewer("release")
    walker.says("release")


@contextmanager
def receiver(status: int = 204) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    taken: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/alerts", taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_well_then_suspended_then_told_once(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    released(walker)
    said = walker.says("watch", "--once")
    assert "nothing to warn of" in said and "give --url" in said and "There is no customers' guide" in said
    assert "!" not in walker.says("status")
    walker.reviewer("suspend")
    key = new_secret()
    monkeypatch.setenv("KEYTURN_WATCH_SECRET", key.reveal())
    monkeypatch.setenv("KEYTURN_NOTIFY_LOOPBACK", "on")
    with receiver() as (address, taken):
        said = walker.says("watch", "--once", "--to", address, code=1)
        walker.says("watch", "--once", "--to", address, code=1)
    assert "although the integration was released" in said and "answer at once" in said
    ((headers, body),) = taken
    event = json.loads(body)
    assert event["type"] == "watch.alert" and event["data"]["name"] == "suspended" and event["data"]["remedy"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    raw = base64.b64decode(key.reveal().removeprefix("whsec_"))
    good = base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{good}"
    assert "! Nuki shows" in walker.says("status")


def test_what_was_not_taken_is_told_in_the_next_round(
    walker: Walker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KEYTURN_WATCH_SECRET", new_secret().reveal())
    monkeypatch.setenv("KEYTURN_NOTIFY_LOOPBACK", "on")
    with receiver(503) as (address, taken):
        walker.says("watch", "--once", "--to", address, code=1)
        walker.says("watch", "--once", "--to", address, code=1)
        assert len(taken) == 2
    walker.says("watch", "--once", "--to", address, code=1)
    kept = json.loads((walker.folder / "state/watch.json").read_text())
    assert kept["told"] == []


def test_one_line_for_a_program(walker: Walker) -> None:
    told = json.loads(walker.says("watch", "--once", "--format", "json", code=1))
    assert [alert["name"] for alert in told["alerts"]] == ["not_active", "unchecked"]
    assert all(alert["what"] and alert["remedy"] for alert in told["alerts"]) and len(told["skipped"]) == 4


def test_trouble_with_one_look_hides_nothing_of_the_others(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(walker)
    monkeypatch.setenv("KEYTURN_API_KEY", "kt_hush")
    monkeypatch.setenv("KEYTURN_OPERATOR_TOKEN", "hush-hush-hush")
    (walker.folder / "SUBJECT.toml").write_text("nonsense = 1")
    (walker.folder / "guide").mkdir()
    walker.reviewer("suspend")
    told = json.loads(walker.says("watch", "--once", "--url", "https://127.0.0.1:1", "--format", "json", code=1))
    assert {alert["name"] for alert in told["alerts"]} == {
        "trouble:running",
        "trouble:hooks",
        "trouble:pages",
        "trouble:guide",
        "suspended",
    }
    assert told["skipped"] == [] and "hush" not in json.dumps(told)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--every", "0"), "--every 0 is too few"),
        (("--every", "often"), "whole number"),
        (("--format", "xml"), "one of text, json"),
        (("--wat",), "Do you mean"),
        (("--url", "nonsense"), "--url 'nonsense' is no address"),
        (("--to", "ftp://x"), "--to 'ftp://x' is no address"),
    ],
)
def test_bad_words_are_answered_in_words(walker: Walker, words: tuple[str, ...], told: str) -> None:
    assert told in walker.says("watch", "--once", *words, code=2)
    assert not (walker.folder / "state/watch.json").exists()


@pytest.mark.parametrize("to", ["https://127.0.0.1:1/x", "https://localhost/x", "http://hooks.example"])
def test_who_cannot_be_told_is_said_and_the_round_is_kept(
    walker: Walker, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.setenv("KEYTURN_WATCH_SECRET", new_secret().reveal())
    walker.says("watch", "--once", "--to", to, code=1)
    kept = json.loads((walker.folder / "state/watch.json").read_text())
    assert kept["told"] == [] and kept["alerts"]


@pytest.mark.parametrize(
    ("secret", "told"), [("", "is not set"), ("whsec_ä", "Copy it once more"), ("whsec_A", "no signing secret")]
)
def test_without_a_signing_secret_nothing_begins(
    walker: Walker, monkeypatch: pytest.MonkeyPatch, secret: str, told: str
) -> None:
    monkeypatch.setenv("KEYTURN_WATCH_SECRET", secret)
    assert told in walker.says("watch", "--once", "--to", "https://hooks.example", code=2)
    assert not (walker.folder / "state/watch.json").exists()


def test_a_round_that_cannot_be_read_is_said(walker: Walker) -> None:
    (walker.folder / "state").mkdir(exist_ok=True)
    (walker.folder / "state/watch.json").write_text("{}")
    for words in (("watch", "--once"), ("status",)):
        assert "holds no round of watching" in walker.says(*words, code=2)
