"""The application's client secret as a file: sealed by the vault, as `keyturn apply` leaves it, or as plain text.

Serves: token-custody.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from pathlib import Path

from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.vault import Vault, key_id
from keyturn.integration.settings import Settings
from keyturn.secrecy import Secret

_SEALED = "sealed:"
_ABOUT = "application.client_secret"


def sealed(secret: Secret, vault: Vault) -> bytes:
    """What the file holds: one line of text, so that it may be carried as any other setting is."""
    return f"{_SEALED}{base64.b64encode(vault.seal_secret(secret, _ABOUT)).decode()}\n".encode()


def sealed_by(file: Path) -> str:
    """The id of the key; empty for a secret in plain text. Raises :class:`OperatorError`."""
    text = _text(file)
    return key_id(_envelope(text, file)) if text.startswith(_SEALED) else ""


def with_secret(settings: Settings, vault: Vault) -> Settings:
    """The same settings, the client secret taken from its file if they name one. Raises :class:`OperatorError`."""
    file = settings.client_secret_file
    if file is None:
        return settings
    text = _text(file)
    secret = Secret(text)
    if text.startswith(_SEALED):
        try:
            secret = vault.open_secret(_envelope(text, file), _ABOUT)
        except OperatorError as error:
            raise _wrong(file, f"does not open. {error}") from None
    return replace(settings, client_secret=secret)


def _text(file: Path) -> str:
    try:
        text = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(file, f"cannot be read: {type(error).__name__}.") from None
    if not text:
        raise _wrong(file, "is empty.")
    return text


def _envelope(text: str, file: Path) -> bytes:
    try:
        return base64.b64decode(text.removeprefix(_SEALED), validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(file, "was altered.") from None


def _wrong(file: Path, what: str) -> OperatorError:
    return OperatorError(
        f"The client secret in {file} {what}",
        remedy=f"Fetch it anew, with the vault's keys set: keyturn apply --secret-file {file}",
        code="setting-wrong",
    )
