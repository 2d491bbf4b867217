"""Signatures of Standard Webhooks: HMAC-SHA256 over ``id.timestamp.body``, in base64, a ``v1,`` in front.

Source: the specification at https://www.standardwebhooks.com. Several keys sign side by side while one is replaced.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from keyturn.secrecy import Secret

PREFIX = "whsec_"
KEY_BYTES = 32


def new_secret() -> Secret:
    """A fresh key, written as receivers' libraries read it."""
    return Secret(PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def headers(event_id: str, at: datetime, body: bytes, keys: Iterable[Secret]) -> dict[str, str]:
    """The three headers of an attempt made at this instant."""
    timestamp = str(int(at.timestamp()))
    signed = f"{event_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_sign(signed, key)}" for key in keys),
    }


def _sign(signed: bytes, key: Secret) -> str:
    raw = base64.b64decode(key.reveal().removeprefix(PREFIX))
    return base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
