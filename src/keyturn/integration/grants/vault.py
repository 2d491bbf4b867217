"""Seals what must not be read from a stolen database: AES-256-GCM with key ids and associated data.

Envelope: version (1 byte), length of the key id (1), key id, nonce (12), ciphertext with its tag. The associated
data names the record and column a value belongs to, so that a sealed value moved elsewhere does not open.

Serves: token-custody.
"""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.keys import FixedKeys, KeySource
from keyturn.secrecy import Secret

_VERSION = 1
_NONCE = 12
_KEY_BYTES = 32


class Vault:
    """A ring of keys: the first seals, every one opens what it sealed.

    A value sealed with a key that the ring lacks has the source asked once more: keys are changed while we run.
    """

    def __init__(self, source: KeySource) -> None:
        self._source = source
        self._missing: set[str] = set()
        self._load()

    @staticmethod
    def from_setting(setting: Secret) -> Vault:
        """A vault whose ring stays ``id:base64key[,id:base64key…]``."""
        return Vault(FixedKeys(setting))

    @property
    def sealing(self) -> str:
        """The id of the key that seals."""
        return self._sealing

    @property
    def key_ids(self) -> tuple[str, ...]:
        """All ids of the ring, the sealing one first."""
        return tuple(self._ring)

    @property
    def mark(self) -> bytes:
        """What every envelope of the sealing key begins with."""
        return mark_of(self._sealing)

    def _load(self) -> None:
        keys = ring_of(self._source.ring())
        self._ring = {name: AESGCM(key) for name, key in keys.items()}
        self._sealing = next(iter(keys))

    def _key(self, name: str) -> AESGCM:
        if name not in self._ring and name not in self._missing:
            self._load()
            if name not in self._ring:
                self._missing.add(name)  # asked for once: a source may be a slow command
        if key := self._ring.get(name):
            return key
        raise OperatorError(
            f"A stored value was sealed with the vault key {name!r}, which is not in the ring.",
            remedy="Add that key to the vault's keys again, after the first one.",
        )

    def seal(self, value: bytes, about: str) -> bytes:
        """Seal ``value`` for the one place that ``about`` names."""
        nonce = os.urandom(_NONCE)
        box = self._ring[self._sealing].encrypt(nonce, value, about.encode())
        return mark_of(self._sealing) + nonce + box

    def open(self, sealed: bytes, about: str) -> bytes:
        """The value; raises :class:`OperatorError` when its key is missing or it does not belong here."""
        name = key_id(sealed)
        key = self._key(name)
        start = 2 + len(name.encode())
        nonce, box = sealed[start : start + _NONCE], sealed[start + _NONCE :]
        try:
            return key.decrypt(nonce, box, about.encode())
        except InvalidTag:
            raise OperatorError(
                f"A stored value ({about}) does not open: it was altered, moved, or sealed with another key.",
                remedy="Restore the database and KEYTURN_VAULT_KEYS that belong together.",
            ) from None

    def seal_secret(self, secret: Secret, about: str) -> bytes:
        """Seal a secret for its place."""
        return self.seal(secret.reveal().encode(), about)

    def open_secret(self, sealed: bytes, about: str) -> Secret:
        """Open a sealed secret."""
        return Secret(self.open(sealed, about).decode())


def ring_of(setting: Secret) -> dict[str, bytes]:
    """Read ``id:base64key[,id:base64key…]``; raises :class:`OperatorError` that never shows a key."""
    keys: dict[str, bytes] = {}
    for number, part in enumerate(setting.reveal().split(","), start=1):
        name, _, text = part.strip().partition(":")
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error:
            key = b""
        if not (name.isascii() and name.isalnum()) or len(name) > 32 or len(key) != _KEY_BYTES or name in keys:
            raise OperatorError(
                f"Entry {number} of the vault's keys is not an id of its own and 32 bytes in base64.",
                remedy="Make a key with `keyturn vault new-key` and put it first, old keys after it.",
                code="setting-wrong",
            )
        keys[name] = key
    return keys


def mark_of(name: str) -> bytes:
    """What every envelope of the key with this id begins with."""
    return bytes((_VERSION, len(name))) + name.encode()


def key_id(sealed: bytes) -> str:
    """The id of the key that sealed a value."""
    if len(sealed) < 2 or sealed[0] != _VERSION:
        raise OperatorError(
            "A stored value is not an envelope of this vault.", remedy="Restore the database from a copy."
        )
    return sealed[2 : 2 + sealed[1]].decode()


def new_key(name: str) -> Secret:
    """One fresh entry for ``KEYTURN_VAULT_KEYS``."""
    return Secret(f"{name}:{base64.b64encode(os.urandom(_KEY_BYTES)).decode()}")
