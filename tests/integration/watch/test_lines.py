"""Lines carry their request's reference, and nothing that looks like a secret, whoever wrote them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from keyturn.integration.watch.lines import blotted, current, named, write_log
from keyturn.secrecy import Secret

log = logging.getLogger("keyturn.test")


@contextmanager
def writing(style: str) -> Iterator[io.StringIO]:
    where, root = io.StringIO(), logging.getLogger()
    level = root.level
    handler = write_log(style, where)
    try:
        yield where
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GET /connect/callback?code=aBc123xyz&state=S3cretS3cret HTTP/1.1", ("aBc123xyz", "S3cretS3cret")),
        ("Authorization: Bearer 0123456789abcdef.0123", ("0123456789abcdef",)),
        (
            '{"access_token": "tok-en-12345678", "refresh_token":"ref-resh-1234"}',
            ("tok-en-12345678", "ref-resh-1234"),
        ),
        ("client_secret=hush-hush-hush&grant_type=refresh_token", ("hush-hush-hush",)),
        ("POST /webhooks/nuki/unguessable-address", ("unguessable-address",)),
        ("cannot reach postgresql://keyturn:pass-word@db/keyturn", ("pass-word",)),
        ("signed with whsec_bm90YXNlY3JldA==", ("bm90YXNlY3JldA",)),
        ("key kt_0123456789ab_abcdefgh is refused", ("abcdefgh",)),
        ("token eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", ("eyJzdWIiOiIx",)),
        ("digest " + "0a" * 32, ("0a0a0a0a",)),
    ],
)
def test_what_looks_like_a_secret_is_blotted_out(text: str, hidden: tuple[str, ...]) -> None:
    shown = blotted(text)
    assert "[hidden]" in shown
    assert not [secret for secret in hidden if secret in shown]


def test_what_is_none_stays_readable() -> None:
    for text in (
        "Grant 8c3ba2ba0b7a7ceccad33a06 is lost: Nuki refused to renew it.",
        "GET /doors: The state is unknown. (not-found) [7K2M-9QDX]",
        "Event evt_d4c87d74f4f15a79f1c859a9 to ep_1: HTTP 503 (waiting).",
        f"a secret is {Secret('hush')}",
        "state: ok, code: 42",
    ):
        assert blotted(text) == text


def test_json_lines_are_one_object_each_with_the_reference() -> None:
    with writing("json") as where:
        with named(lambda: "7K2M-9QDX"):
            log.info("A grant is lost.\nBearer abcdefgh12345678")
            try:
                raise ValueError("state=abcdefghijkl")
            except ValueError:
                log.exception("Oh no.")
        log.warning("Outside of a request: %s", Secret("hush"))
    first, second, third = (msgspec.json.decode(line) for line in where.getvalue().splitlines())
    assert first["request"] == second["request"] == "7K2M-9QDX" and "request" not in third
    assert first["said"] == "A grant is lost.\nBearer [hidden]"
    assert first["level"] == "info" and first["from"] == "keyturn.test" and first["at"].endswith("+00:00")
    assert "ValueError" in second["trace"] and "abcdefghijkl" not in second["trace"]
    assert third["said"] == "Outside of a request: Secret(…)"


def test_text_lines_say_the_reference_once() -> None:
    with writing("text") as where, named(lambda: "7K2M-9QDX"):
        log.info("Plain.")
        log.info("Said already [7K2M-9QDX].")
    plain, said = where.getvalue().splitlines()
    assert plain.endswith("Plain. [7K2M-9QDX]")
    assert said.count("7K2M-9QDX") == 1
    assert current() == ""


def test_another_style_is_refused() -> None:
    with pytest.raises(ValueError, match="xml"):
        write_log("xml")
