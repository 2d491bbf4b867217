"""Keys for programs: made, listed, revoked, and shown only once."""

from __future__ import annotations

from pathlib import Path

from tests.cli.process import run
from tests.cli.test_command import SETTINGS


def keys(tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    done = run("api-key", *arguments, cwd=tmp_path, **SETTINGS)
    return done.returncode, done.stdout, done.stderr


def test_made_listed_revoked(tmp_path: Path) -> None:
    code, text, _ = keys(tmp_path, "new", "the till", "--scope", "read", "--scope", "act", "--days", "30")
    key_id = text.split("_")[1]
    assert code == 0 and text.startswith("kt_") and len(text.strip()) > 50
    _, listed, _ = keys(tmp_path, "list")
    assert listed.startswith(f"{key_id}  read,act  until 20") and listed.endswith("the till\n")
    assert text.strip().split("_", 2)[2] not in listed
    assert keys(tmp_path, "revoke", key_id)[0] == 0
    assert "revoked" in keys(tmp_path, "list")[1]
    code, _, said = keys(tmp_path, "revoke", key_id)
    assert code == 2 and "api-key list" in said
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("keyturn.db*"))
    assert key_id.encode() in stored and text.strip().encode() not in stored


def test_what_is_no_scope_is_said(tmp_path: Path) -> None:
    code, _, said = keys(tmp_path, "new", "x", "--scope", "everything")
    assert code == 2 and "'everything'" in said and "manage" in said
    assert keys(tmp_path, "new", "x", "--scope", "read", "--days", "-1")[0] == 2
