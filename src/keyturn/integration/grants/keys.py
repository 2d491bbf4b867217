"""Where the vault's keys come from: the environment, a file, or a command that opens them by a KMS.

A key source gives the whole ring as one text, ``id:base64key[,id:base64key…]``, the sealing key first. A key management
service is plugged in as a command: what lies on the disk is a data key wrapped by the service, the command has it
unwrapped and prints the ring, and Keyturn never holds the service's credentials. See ``docs/vault.md``.

Serves: token-custody.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from keyturn.integration.errors import OperatorError
from keyturn.integration.settings import Settings
from keyturn.secrecy import Secret

COMMAND_SECONDS = 30.0


class KeySource(Protocol):
    """Gives the ring as it is now; asked at start, and when a value turns up that another key sealed."""

    def ring(self) -> Secret:
        """Raises :class:`OperatorError`, which shows nothing of a key."""


@dataclass(frozen=True)
class FixedKeys:
    """As the environment said when the process started."""

    text: Secret

    def ring(self) -> Secret:
        return self.text


@dataclass(frozen=True)
class FileKeys:
    """A file, as container platforms hand out secrets; line ends count as commas."""

    path: Path

    def ring(self) -> Secret:
        try:
            lines = self.path.read_text().split()
        except (OSError, UnicodeDecodeError) as error:
            raise OperatorError(
                f"The vault keys in {self.path} cannot be read: {type(error).__name__}.",
                remedy="Set KEYTURN_VAULT_KEYS_FILE to a text file that this process may read.",
                code="setting-wrong",
            ) from None
        return Secret(",".join(line.strip(",") for line in lines))


@dataclass(frozen=True)
class CommandKeys:
    """The standard output of a command, run without a shell."""

    command: str

    def ring(self) -> Secret:
        try:
            words = shlex.split(self.command)
            # The operator's own command, as trusted as the environment it stands in.
            done = subprocess.run(words, capture_output=True, timeout=COMMAND_SECONDS, check=True, text=True)  # noqa: S603
        except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
            how = f" with status {error.returncode}" if isinstance(error, subprocess.CalledProcessError) else ""
            # Its output is not shown: part of it may be a key.
            raise OperatorError(
                f"The command of KEYTURN_VAULT_KEY_COMMAND failed{how} ({type(error).__name__}).",
                remedy="Run it by hand as the same user: it has to print the ring and to end with status 0.",
                code="setting-wrong",
            ) from None
        return Secret(",".join(done.stdout.split()))


def source_of(settings: Settings) -> KeySource:
    """What the settings name."""
    if settings.vault_keys_file is not None:
        return FileKeys(settings.vault_keys_file)
    if settings.vault_key_command:
        return CommandKeys(settings.vault_key_command)
    return FixedKeys(settings.vault_keys)


def source_in(environ: Mapping[str, str]) -> KeySource | None:
    """What the environment names, where an installation may have no other setting yet; None when it names nothing."""
    if file := environ.get("KEYTURN_VAULT_KEYS_FILE", "").strip():
        return FileKeys(Path(file))
    if command := environ.get("KEYTURN_VAULT_KEY_COMMAND", "").strip():
        return CommandKeys(command)
    text = environ.get("KEYTURN_VAULT_KEYS", "").strip()
    return FixedKeys(Secret(text)) if text else None
