"""Settings: least scopes, HTTPS only, and errors that name the variable and the remedy."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from keyturn.cli.serve import serve
from keyturn.integration.errors import OperatorError
from keyturn.integration.settings import Settings, WebhookMode
from keyturn.secrecy import Secret

GOOD = {
    "KEYTURN_BASE_URL": "https://doors.example.com/",
    "KEYTURN_CLIENT_ID": "id",
    "KEYTURN_CLIENT_SECRET": "secret-value",
    "KEYTURN_VAULT_KEYS": "k:key",
    "KEYTURN_DATABASE": "sqlite:state/k.db",
}


def test_defaults_are_the_real_nuki_and_the_least_scopes() -> None:
    settings = Settings.from_environment(GOOD)
    assert settings.nuki_url == "https://api.nuki.io"
    assert settings.redirect_uri == "https://doors.example.com/connect/callback"
    assert settings.scopes == ("smartlock.readOnly", "smartlock.action", "webhook.decentral")
    assert settings.webhooks is WebhookMode.DECENTRAL
    assert "secret-value" not in repr(settings)


def test_central_webhooks_need_another_scope() -> None:
    settings = Settings.from_environment(GOOD | {"KEYTURN_WEBHOOKS": "central"})
    assert settings.scopes == ("smartlock.readOnly", "smartlock.action", "webhook.central")


def test_access_asks_for_its_scope_only_where_it_is_on() -> None:
    on = Settings.from_environment(GOOD | {"KEYTURN_ACCESS": "on"})
    assert on.scopes == ("smartlock.readOnly", "smartlock.action", "webhook.decentral", "smartlock.auth")
    assert not Settings.from_environment(GOOD | {"KEYTURN_ACCESS": "off"}).access
    assert not Settings.from_environment(GOOD).access


def test_sessions_end_by_two_times_and_the_shorter_is_never_the_longer() -> None:
    told = Settings.from_environment(GOOD)
    assert (told.session_idle_seconds, told.session_seconds) == (7200, 43_200)
    told = Settings.from_environment(GOOD | {"KEYTURN_SESSION_IDLE": "30m", "KEYTURN_SESSION_MAX": "7d"})
    assert (told.session_idle_seconds, told.session_seconds) == (1800, 604_800)
    told = Settings.from_environment(GOOD | {"KEYTURN_SESSION_MAX": "1h"})
    assert (told.session_idle_seconds, told.session_seconds) == (3600, 3600)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(OperatorError, match=name) as caught:
        Settings.from_environment(GOOD | {name: " "})
    assert name in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEYTURN_BASE_URL", "http://doors.example.com"),
        ("KEYTURN_BASE_URL", "doors.example.com"),
        ("KEYTURN_BASE_URL", "https://doors.example.com/?a=1"),
        ("KEYTURN_BASE_URL", "https://doors.example.com/a b"),
        ("KEYTURN_BASE_URL", "https://doors.example.com//evil.example"),
        ("KEYTURN_NUKI_URL", "http://api.nuki.io"),
        ("KEYTURN_WEBHOOKS", "both"),
        ("KEYTURN_ACCESS", "yes"),
        ("KEYTURN_DATABASE", "mysql:somewhere"),
        ("KEYTURN_DATABASE", "sqlite:"),
        ("KEYTURN_SESSION_IDLE", "2"),
        ("KEYTURN_SESSION_IDLE", "h"),
        ("KEYTURN_SESSION_MAX", "31d"),
        ("KEYTURN_SESSION_MAX", "²h"),
    ],
)
def test_what_is_wrong_is_named_with_its_value(name: str, value: str) -> None:
    with pytest.raises(OperatorError, match=name) as caught:
        Settings.from_environment(GOOD | {name: value})
    assert value in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_address_of_a_postgresql_is_a_secret(scheme: str) -> None:
    address = f"{scheme}://keyturn:open-sesame@127.0.0.1:5432/keyturn"
    settings = Settings.from_environment(GOOD | {"KEYTURN_DATABASE": address})
    assert settings.database == Secret(address)
    assert "open-sesame" not in repr(settings)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://keyturn:open-sesame@127.0.0.1:5432/",
        "postgresql://keyturn:open-sesame@127.0.0.1:port/keyturn",
        "postgresql://keyturn:open-sesame@[::1/keyturn",
        "mysql://keyturn:open-sesame@127.0.0.1/keyturn",
        "keyturn:open-sesame@127.0.0.1/keyturn",
    ],
)
def test_a_wrong_address_is_refused_without_showing_its_password(address: str) -> None:
    with pytest.raises(OperatorError, match="KEYTURN_DATABASE") as caught:
        Settings.from_environment(GOOD | {"KEYTURN_DATABASE": address})
    assert "postgresql://" in caught.value.remedy
    assert "open-sesame" not in f"{caught.value!r} {caught.value} {caught.value.remedy}"
    assert caught.value.__cause__ is None


def test_a_token_that_could_be_guessed_is_refused_and_not_shown() -> None:
    with pytest.raises(OperatorError, match="KEYTURN_OPERATOR_TOKEN") as caught:
        Settings.from_environment(GOOD | {"KEYTURN_OPERATOR_TOKEN": "guess-me"})
    assert "guess-me" not in str(caught.value) + caught.value.remedy
    assert Settings.from_environment(GOOD).operator_token is None
    long = Settings.from_environment(GOOD | {"KEYTURN_OPERATOR_TOKEN": "x" * 32})
    assert long.operator_token == Secret("x" * 32)


def test_how_long_things_are_kept_is_set_told_and_written_down() -> None:
    names = [f"KEYTURN_{name.upper()}" for name in Settings.__dataclass_fields__ if name.startswith("keep_")]
    told = Settings.from_environment(GOOD | {name: str(number) for number, name in enumerate(names, 2)})
    assert [getattr(told, name.removeprefix("KEYTURN_").lower()) for name in names] == list(
        range(2, len(names) + 2)
    )
    for wrong in ("0", "forever", "-1", "3651"):
        with pytest.raises(OperatorError, match="KEYTURN_KEEP_EVENTS_DAYS"):
            Settings.from_environment(GOOD | {"KEYTURN_KEEP_EVENTS_DAYS": wrong})
    with pytest.raises(OperatorError, match="KEYTURN_KEEP_REPEATS_HOURS .*") as caught:
        Settings.from_environment(GOOD | {"KEYTURN_KEEP_REPEATS_HOURS": "a day"})
    assert "number of hours" in caught.value.remedy
    operations = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    for name in names:
        assert name in (serve.__doc__ or "")
        assert name in operations


def test_the_command_that_reads_them_names_every_setting() -> None:
    read = set(re.findall(r'"(KEYTURN_[A-Z_]+)"', Path(inspect.getfile(Settings)).read_text()))
    assert len(read) > 20
    assert {name for name in read if name not in (serve.__doc__ or "")} == set()
