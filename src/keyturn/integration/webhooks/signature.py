"""The signature of a webhook: HMAC-SHA256 over the raw bytes, lower-case hex (documented: D-whc; X-vik).

The bytes as they came, never a body parsed and written again: spaces and key order would differ.
Serves: confirmed-actions.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from keyturn.secrecy import Secret


def genuine(body: bytes, signature: str | None, keys: Iterable[Secret]) -> bool:
    """Whether one of the keys signed this body. Every key is tried: which one fits must not show in time."""
    if not signature or not signature.isascii():
        return False
    given = signature.strip().lower()
    verdicts = [hmac.compare_digest(_sign(body, key), given) for key in keys]
    return any(verdicts)


def _sign(body: bytes, key: Secret) -> str:
    return hmac.digest(key.reveal().encode(), body, "sha256").hex()
