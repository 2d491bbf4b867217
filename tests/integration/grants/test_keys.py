"""Where the ring comes from, and a ring that changes while it is in use."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.keys import CommandKeys, FileKeys, FixedKeys, source_of
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.settings import Settings
from keyturn.secrecy import Secret

ESSENTIALS = {
    "KEYTURN_BASE_URL": "https://a.example",
    "KEYTURN_CLIENT_ID": "id",
    "KEYTURN_CLIENT_SECRET": "secret",
    "KEYTURN_DATABASE": "sqlite:k.db",
}
OLD, NEW = new_key("old"), new_key("new")


def test_each_source_gives_the_same_ring(tmp_path: Path) -> None:
    text = f"{NEW.reveal()},{OLD.reveal()}"
    file = tmp_path / "ring"
    file.write_text(text.replace(",", "\n") + "\n")
    command = f"{sys.executable} -c \"print(open('{file}').read())\""
    for name, value, kind in (
        ("KEYTURN_VAULT_KEYS", text, FixedKeys),
        ("KEYTURN_VAULT_KEYS_FILE", str(file), FileKeys),
        ("KEYTURN_VAULT_KEY_COMMAND", command, CommandKeys),
    ):
        source = source_of(Settings.from_environment(ESSENTIALS | {name: value}))
        assert isinstance(source, kind)
        vault = Vault(source)
        assert (vault.sealing, vault.key_ids) == ("new", ("new", "old"))


def test_two_sources_or_none_are_said() -> None:
    with pytest.raises(OperatorError, match="KEYTURN_VAULT_KEYS is not set"):
        Settings.from_environment(ESSENTIALS)
    both = {"KEYTURN_VAULT_KEYS": "x", "KEYTURN_VAULT_KEYS_FILE": "y"}
    with pytest.raises(OperatorError, match="KEYTURN_VAULT_KEYS_FILE is set beside KEYTURN_VAULT_KEYS"):
        Settings.from_environment(ESSENTIALS | both)


@pytest.mark.parametrize("ending", ["sys.exit(3)", "print('no ring')", "raise SystemExit('text')"])
def test_a_command_that_fails_shows_nothing_of_what_it_printed(ending: str) -> None:
    command = f"{sys.executable} -c \"import sys; print('{OLD.reveal()}'); {ending}\""
    with pytest.raises(OperatorError) as wrong:
        Vault(CommandKeys(command))
    shown = f"{wrong.value} {wrong.value.remedy} {wrong.value.__cause__}"
    assert OLD.reveal().partition(":")[2] not in shown


@pytest.mark.parametrize(
    "source", [FileKeys(Path("/nowhere/ring")), CommandKeys("/nowhere/kms"), CommandKeys("'")]
)
def test_a_source_that_is_not_there_is_the_operators(source: FileKeys | CommandKeys) -> None:
    with pytest.raises(OperatorError) as wrong:
        source.ring()
    assert "KEYTURN_VAULT_KEY" in f"{wrong.value} {wrong.value.remedy}"


@dataclass
class Changing:
    """A source whose ring somebody changes."""

    text: Secret
    asked: int = 0

    def ring(self) -> Secret:
        self.asked += 1
        return self.text


def test_a_value_of_a_newer_key_has_the_source_asked_and_the_newer_key_seals_from_then_on() -> None:
    source = Changing(OLD)
    running = Vault(source)
    before = running.seal(b"value", "place")
    source.text = Secret(f"{NEW.reveal()},{OLD.reveal()}")
    elsewhere = Vault(source).seal(b"value", "place")
    assert running.sealing == "old"
    assert running.open(elsewhere, "place") == running.open(before, "place") == b"value"
    assert running.sealing == "new"


def test_a_key_that_is_nowhere_is_looked_for_once() -> None:
    source = Changing(OLD)
    vault, foreign = Vault(source), Vault(FixedKeys(NEW)).seal(b"value", "place")
    for _ in range(3):
        with pytest.raises(OperatorError, match="'new'"):
            vault.open(foreign, "place")
    assert source.asked == 2
