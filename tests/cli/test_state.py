from __future__ import annotations

import stat
from pathlib import Path

import pytest

from keyturn.cli import state
from keyturn.cli.complaint import Complaint
from keyturn.cli.demo.keepsakes import keepsakes
from keyturn.cli.vault import fresh_key
from keyturn.integration.grants.vault import Vault
from keyturn.secrecy import Secret


def test_a_lock_is_held_by_one_only(tmp_path: Path) -> None:
    with state.held(tmp_path / "lock") as first, state.held(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with state.held(tmp_path / "lock") as third:
        assert third


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Complaint, match=r"file/below.*\n.*--state"):
        state.folder(tmp_path / "file" / "below")


def test_a_private_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    (tmp_path / "open").write_text("old")
    state.write_private(tmp_path / "open", b"new")
    assert (tmp_path / "open").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["open"]


def test_the_demo_keeps_its_secrets(tmp_path: Path) -> None:
    made = keepsakes(tmp_path)
    assert keepsakes(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_damaged_keepsake_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(Complaint, match="Delete the folder"):
        keepsakes(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == "{"


def test_a_fresh_key_is_one_the_vault_takes() -> None:
    old, new = fresh_key(), fresh_key()
    sealed = Vault.from_setting(old).seal(b"value", "here")
    assert Vault.from_setting(Secret(f"{new.reveal()},{old.reveal()}")).open(sealed, "here") == b"value"
