"""Applying: shown first, sent on a yes, kept in line, and safe against every bad word."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.journey.walker import Walker

from keyturn.integration import Settings
from keyturn.integration.grants.application import with_secret
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.secrecy import Secret


def test_nothing_is_sent_without_a_yes(walker: Walker) -> None:
    before = len(walker.wire("GET", "/api/key").json)
    told = walker.says("apply", code=2)
    assert "Target market: AT." in told and "make an API key" in told and "--yes" in told
    assert len(walker.wire("GET", "/api/key").json) == before
    assert not (walker.folder / "keyturn.progress.json").exists()


def test_without_a_token_the_draft_is_shown(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYTURN_NUKI_API_TOKEN")
    told = walker.says("apply", "--yes", code=2)
    assert "Harbour Stays Doors: Owners of holiday flats" in told and "KEYTURN_NUKI_API_TOKEN is not set" in told


def test_from_a_draft_to_the_secret_in_a_file(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYTURN_VAULT_KEYS", raising=False)
    told = walker.says("apply", "--yes")
    assert "Nuki shows APPLIED" in told and "Nuki decides now" in told
    file = walker.folder / "secret"
    assert "no client secret yet" in walker.says("apply", "--yes", "--secret-file", str(file), code=2)
    assert not file.exists()
    walker.reviewer("approve")
    told = walker.says("apply", "--secret-file", str(file))
    assert "nothing has to be done" in told and "Nuki shows TESTING" in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    secret = file.read_text()
    assert len(secret) > 20 and secret not in told
    assert secret not in (walker.folder / "keyturn.progress.json").read_text()
    key = new_key("first")
    monkeypatch.setenv("KEYTURN_VAULT_KEYS", key.reveal())
    told = walker.says("apply", "--secret-file", str(file))
    assert "sealed by the vault's key 'first'" in told and f"KEYTURN_CLIENT_SECRET_FILE={file}" in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and secret not in file.read_text()
    assert opened(file, key) == secret
    monkeypatch.setenv("KEYTURN_VAULT_KEYS", "nonsense")
    told = walker.says("apply", "--secret-file", str(file), code=2)
    assert "32 bytes in base64" in told and opened(file, key) == secret


def opened(file: Path, key: Secret) -> str:
    """As the integration reads it when it starts."""
    environment = {
        "KEYTURN_BASE_URL": "https://a.example",
        "KEYTURN_CLIENT_ID": "id",
        "KEYTURN_CLIENT_SECRET_FILE": str(file),
        "KEYTURN_VAULT_KEYS": key.reveal(),
        "KEYTURN_DATABASE": "sqlite:k.db",
    }
    vault = Vault.from_setting(key)
    return with_secret(Settings.from_environment(environment), vault).client_secret.reveal()


def test_what_changed_in_the_manifest_is_changed_at_nuki(walker: Walker) -> None:
    walker.says("apply", "--yes")
    walker.edit("features = []", 'features = ["DEVICE_STATUS"]')
    walker.edit('"https://harbour.example/connect/callback"', '"https://harbour.example/nuki/callback"')
    walker.edit("holiday flats", "mountain huts")
    told = walker.says("apply", "--yes")
    assert "+ https://harbour.example/nuki/callback" in told
    assert "- https://harbour.example/connect/callback   (taken out" in told
    assert "only Nuki can change it: description" in told
    key = next(one for one in walker.wire("GET", "/api/key").json if one["apiKey"] == walker.client_id)
    assert key["redirectUris"] == ["https://harbour.example/nuki/callback"]
    shown = walker.wire("GET", f"/api/key/{key['apiKeyId']}/advanced").json
    assert shown["webhookFeatures"] == ["DEVICE_STATUS"]
    assert "holiday flats" in shown["description"]


def test_a_webhook_address_that_was_switched_off_is_switched_on(walker: Walker) -> None:
    from msgspec.structs import replace

    walker.says("apply", "--yes")
    walker.reviewer("approve")
    kept = walker.nuki.sandbox._world.applications[walker.client_id]
    assert kept.advanced is not None
    kept.advanced = replace(kept.advanced, webhook_status="DEACTIVATED")
    assert "switch webhooks on again" in walker.says("apply", "--yes")
    assert kept.advanced.webhook_status == "ACTIVE"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Harbour Stays", "Replace-me", "placeholders: company.name"),
        ('"smartlock.action" = "moves the door when you ask for it"\n', "", "smartlock.action (for lock)"),
        ('url = "https://harbour.example/webhooks/nuki"', 'url = ""', "webhooks.url is empty"),
        ('country = "AT"', 'country = "Austria"', "'Austria' is no country"),
    ],
)
def test_what_is_not_ready_is_not_sent(walker: Walker, before: str, after: str, words: str) -> None:
    walker.edit(before, after)
    assert words in walker.says("apply", "--yes", code=2)
    assert len(walker.wire("GET", "/api/key").json) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--nuki-url", "http://nuki.example"), "travel in clear"),
        (("--nuki-url", "https://127.0.0.1:1"), "Nothing was sent"),
        (("--nuki-url", "nonsense"), "'nonsense' is no address"),
        (("--nuki-url", "https://127.0.0.1:99999"), "is no address"),
        (("--nuki-url", "https://[::1"), "is no address"),
        (("--ca-file", "nowhere.pem"), "nowhere.pem"),
        (("--client-id", "nobody"), "no API key 'nobody'"),
        (("--manifest", "nowhere.toml"), "keyturn init"),
    ],
)
def test_bad_words_are_answered_in_words(walker: Walker, words: tuple[str, ...], told: str) -> None:
    assert told in walker.says("apply", "--yes", *words, code=2)


@pytest.mark.parametrize("token", ["hüsh", "hush hush", "hush\nhush"])
def test_what_can_be_no_token_is_not_sent(walker: Walker, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("KEYTURN_NUKI_API_TOKEN", token)
    told = walker.says("apply", "--yes", code=2)
    assert "Copy it once more" in told and token not in told


def test_a_token_nuki_does_not_know(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYTURN_NUKI_API_TOKEN", "hush-hush")
    told = walker.says("apply", "--yes", code=2)
    assert "make a new one" in told and "hush-hush" not in told
