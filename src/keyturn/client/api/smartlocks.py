"""Devices, of every type."""

from __future__ import annotations

from keyturn.client import requests
from keyturn.client.caller import Caller
from keyturn.nuki.models.smartlock import Smartlock


class SmartlocksApi:
    """Scope ``smartlock`` or ``smartlock.readOnly``. Reads give the server's stored state (documented: D-con)."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[Smartlock, ...]:
        """Every device of the account, also of types not known here."""
        return await self._caller.value(requests.list_smartlocks(), tuple[Smartlock, ...])

    async def get(self, smartlock_id: int) -> Smartlock:
        """One device. Raises :class:`NotFound`."""
        return await self._caller.value(requests.get_smartlock(smartlock_id), Smartlock)
