"""Secrets the demo makes on its first run and keeps, in a file only its owner can read."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from keyturn.cli import state
from keyturn.cli.complaint import Complaint
from keyturn.cli.vault import fresh_key
from keyturn.secrecy import Secret


class _File(msgspec.Struct, forbid_unknown_fields=True):
    vault_keys: str
    client_secret: str
    operator_token: str = ""


@dataclass(frozen=True)
class Keepsakes:
    """The keys of the integration's vault, the application's secret at the sandbox, and the operator's token.

    The last is empty where an earlier demo made the file: then there is no console.
    """

    vault_keys: Secret
    client_secret: Secret
    operator_token: Secret


def keepsakes(folder: Path) -> Keepsakes:
    """Those of the last run, or new ones.

    Raises :class:`Complaint` for a file that cannot be read: new keys would make the kept database useless.
    """
    file = folder / "secrets.json"
    if not file.exists():
        made = _File(
            vault_keys=fresh_key().reveal(),
            client_secret=secrets.token_urlsafe(32),
            operator_token=secrets.token_urlsafe(32),
        )
        state.write_private(file, msgspec.json.encode(made))
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_File)
    except (OSError, msgspec.MsgspecError):
        raise Complaint(
            f"{file} cannot be read, and what the demo stored cannot be opened without it.",
            f"Delete the folder {folder} to begin anew.",
        ) from None
    return Keepsakes(Secret(kept.vault_keys), Secret(kept.client_secret), Secret(kept.operator_token))
