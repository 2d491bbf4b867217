"""The activity log of a device."""

from __future__ import annotations

from keyturn.client import requests
from keyturn.client.caller import Caller
from keyturn.nuki.models.log import SmartlockLog


class LogsApi:
    """Scope ``smartlock.log``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self, smartlock_id: int, limit: int = 20) -> tuple[SmartlockLog, ...]:
        """The newest entries first. Raises ``ValueError`` unless ``limit`` is 1 to 50."""
        return await self._caller.value(requests.list_logs(smartlock_id, limit), tuple[SmartlockLog, ...])
