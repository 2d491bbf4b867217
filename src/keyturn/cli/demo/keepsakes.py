"""Secrets the demo makes on its first run and keeps, in a file only its owner can read."""

from __future__ import annotations

from pathlib import Path

import msgspec

from keyturn.cli import state
from keyturn.cli.complaint import Complaint
from keyturn.cli.vault import fresh_key
from keyturn.secrecy import Secret


class _File(msgspec.Struct, forbid_unknown_fields=True):
    vault_keys: str


def vault_keys(folder: Path) -> Secret:
    """The keys for the integration's vault: those of the last run, or new ones.

    Raises :class:`Complaint` for a file that cannot be read: new keys would make the kept database useless.
    """
    file = folder / "secrets.json"
    if not file.exists():
        state.write_private(file, msgspec.json.encode(_File(vault_keys=fresh_key())))
    try:
        return Secret(msgspec.json.decode(file.read_bytes(), type=_File).vault_keys)
    except (OSError, msgspec.MsgspecError):
        raise Complaint(
            f"{file} cannot be read, and what the demo stored cannot be opened without it.",
            f"Delete the folder {folder} to begin anew.",
        ) from None
