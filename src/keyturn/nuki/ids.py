"""Identifiers, each its own type, and the arithmetic of device ids."""

from __future__ import annotations

from typing import NewType

SmartlockId = NewType("SmartlockId", int)
"""Decimal, beyond 32 bits but below 2**53 (documented: P-API; S-25 int64)."""
AccountId = NewType("AccountId", int)
ApiKeyId = NewType("ApiKeyId", int)
WebhookId = NewType("WebhookId", int)
RequestId = NewType("RequestId", str)
"""24 hex digits in Nuki's examples, although described as a UUID (documented: D-wha, S-25)."""
LogId = NewType("LogId", str)
"""24 hex digits."""

_NUKI_ID_SPAN = 2**32


def smartlock_id(device_type: int, nuki_id: str) -> SmartlockId:
    """The API's id of a device: its type in front of the eight hex digits printed on it.

    Source: P-API (documented). ``smartlock_id(4, "1A2B3C4D") == 17618910285``. Raises ``ValueError`` when
    ``nuki_id`` is not eight hex digits.
    """
    if len(nuki_id) != 8:
        raise ValueError(f"A Nuki ID has eight hex digits, {nuki_id!r} has {len(nuki_id)} characters.")
    return SmartlockId(device_type * _NUKI_ID_SPAN + int(nuki_id, 16))


def printed_id(smartlock: SmartlockId) -> str:
    """The eight hex digits printed on the device."""
    return f"{smartlock % _NUKI_ID_SPAN:08X}"


def device_type_of(smartlock: SmartlockId) -> int:
    """The device type an id carries."""
    return smartlock // _NUKI_ID_SPAN
