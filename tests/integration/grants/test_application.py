"""The client secret in a file: sealed or plain, and whatever a file can have become."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.application import sealed, sealed_by, with_secret
from keyturn.integration.grants.keys import source_in
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.settings import Settings
from keyturn.secrecy import Secret

KEY, OTHER = new_key("first"), new_key("other")
SECRET = Secret("hush-application")


def settings_with(file: Path) -> Settings:
    return Settings.from_environment(
        {
            "KEYTURN_BASE_URL": "https://a.example",
            "KEYTURN_CLIENT_ID": "id",
            "KEYTURN_CLIENT_SECRET_FILE": str(file),
            "KEYTURN_VAULT_KEYS": KEY.reveal(),
            "KEYTURN_DATABASE": "sqlite:k.db",
        }
    )


def test_sealed_by_one_and_opened_by_the_other(tmp_path: Path) -> None:
    file, vault = tmp_path / "secret", Vault.from_setting(KEY)
    file.write_bytes(sealed(SECRET, vault))
    assert SECRET.reveal() not in file.read_text()
    assert sealed_by(file) == "first"
    assert with_secret(settings_with(file), vault).client_secret == SECRET


def test_plain_text_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hush-application\n")
    assert sealed_by(file) == ""
    assert with_secret(settings_with(file), Vault.from_setting(KEY)).client_secret == SECRET


def test_without_a_file_nothing_is_read() -> None:
    told = settings_with(Path("nowhere"))
    with pytest.raises(OperatorError, match="nowhere cannot be read"):
        with_secret(told, Vault.from_setting(KEY))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "cannot be read"),
        (b"sealed:???", "was altered"),
        (b"sealed:YWJj", "does not open"),
        (sealed(SECRET, Vault.from_setting(OTHER)), "'other', which is not in the ring"),
        (
            b"sealed:" + b"".join(sealed(SECRET, Vault.from_setting(KEY))[7:].splitlines())[:-8] + b"AAAAAAA=",
            "open",
        ),
    ],
    ids=("empty", "binary", "no base64", "short", "another key's", "altered"),
)
def test_what_the_file_has_become_is_said_with_the_way_out(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    with pytest.raises(OperatorError, match=words) as wrong:
        with_secret(settings_with(file), Vault.from_setting(KEY))
    assert "keyturn apply --secret-file" in wrong.value.remedy
    assert SECRET.reveal() not in str(wrong.value)


def test_the_ring_alone_is_found_in_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "ring"
    file.write_text(KEY.reveal())
    assert source_in({}) is None
    for name, value in (
        ("KEYTURN_VAULT_KEYS", KEY.reveal()),
        ("KEYTURN_VAULT_KEYS_FILE", str(file)),
        ("KEYTURN_VAULT_KEY_COMMAND", f"cat {file}"),
    ):
        source = source_in({name: value})
        assert source is not None and Vault(source).sealing == "first"
