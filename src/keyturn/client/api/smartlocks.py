"""Devices, of every type."""

from __future__ import annotations

import msgspec

from keyturn.client import requests, responses
from keyturn.client.caller import Caller
from keyturn.client.retry import Kind
from keyturn.nuki.models.smartlock import Smartlock


class SmartlocksApi:
    """Scope ``smartlock`` or ``smartlock.readOnly``. Reads give the server's stored state (documented: D-con)."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[Smartlock, ...]:
        """Every device of the account, also of types not known here; see :func:`responses.smartlock`."""
        request = requests.list_smartlocks()
        listed = await self._caller.value(request, tuple[msgspec.Raw, ...])
        return tuple(responses.smartlock(request, one) for one in listed)

    async def configure(self, smartlock_id: int, whole: msgspec.Struct) -> None:
        """Send a configuration, whole. Scope ``smartlock.config``. Heard, not yet taken over by the device."""
        await self._caller.nothing(requests.configure(smartlock_id, whole), Kind.WRITE_SAFE)

    async def get(self, smartlock_id: int) -> Smartlock:
        """One device. Raises :class:`NotFound`."""
        return await self._caller.value(requests.get_smartlock(smartlock_id), Smartlock)
