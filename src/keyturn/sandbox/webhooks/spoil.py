"""Bodies that are not what receivers expect. Those changed before signing are well signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

NOBODYS_DEVICE = 17179869183
"""A device id of the right size that no seed gives out."""
UNHEARD_OF = "DEVICE_WEATHER"

Spoil = Callable[[bytes], bytes]


def before_signing(name: str | None, body: bytes) -> bytes:
    """What is signed and sent instead of ``body``."""
    change = _SIGNED.get(name or "")
    return change(body) if change else body


def after_signing(name: str | None, body: bytes) -> bytes:
    """What is sent under the signature of ``body``."""
    return _reserialised(body) if name == "reserialised" else body


def _unknown_feature(body: bytes) -> bytes:
    told: dict[str, Any] = msgspec.json.decode(body)
    told["type" if "requestId" in told else "feature"] = UNHEARD_OF
    return msgspec.json.encode(told)


def _unknown_device(body: bytes) -> bytes:
    # The id stands at the top or inside the part about the log or the authorization: everywhere it is changed.
    return msgspec.json.encode(_elsewhere(msgspec.json.decode(body)))


def _elsewhere(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: NOBODYS_DEVICE if name == "smartlockId" else _elsewhere(inner) for name, inner in value.items()
        }
    return value


def _reserialised(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=1, sort_keys=True).encode()


_SIGNED: dict[str, Spoil] = {
    "unknown_feature": _unknown_feature,
    "unknown_device": _unknown_device,
    "array_body": lambda body: b"[" + body + b"]",
    "not_json": lambda body: b"<html>" + body,
}
