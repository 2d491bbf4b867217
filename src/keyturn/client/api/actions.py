"""Door actions. A good answer means heard, never done (documented: D-con).

Plain calls return nothing: only a read or a ``DEVICE_STATUS`` webhook shows the outcome. Advanced calls return the
request id under which a webhook will tell it. ``action`` and ``option`` are codes of :mod:`keyturn.nuki.codes`.

Serves: confirmed-actions.
"""

from __future__ import annotations

from keyturn.client import errors, requests
from keyturn.client.caller import Caller
from keyturn.client.retry import Kind
from keyturn.client.wire import Request
from keyturn.nuki import endpoints
from keyturn.nuki.ids import RequestId
from keyturn.nuki.models.action import AdvancedReceipt


class ActionsApi:
    """Scope ``smartlock.action``.

    Repeated by the client after a 401 only. :class:`NoAnswer`, :class:`ServerTrouble` and
    :class:`UnreadableAnswer` leave open whether the door moved: do not repeat them on a guess.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def act(self, smartlock_id: int, action: int, option: int = 0) -> None:
        """Any action the device's type knows."""
        await self._plain(requests.act(endpoints.ACT, smartlock_id, action, option))

    async def lock(self, smartlock_id: int) -> None:
        """Lock; an Opener ends ring to open and continuous mode (documented: P-API)."""
        await self._plain(requests.simple_action(endpoints.LOCK, smartlock_id))

    async def unlock(self, smartlock_id: int) -> None:
        """Unlock; with a knob outside this opens the door, and an Opener opens (documented: P-API)."""
        await self._plain(requests.simple_action(endpoints.UNLOCK, smartlock_id))

    async def act_advanced(self, smartlock_id: int, action: int, option: int = 0) -> RequestId:
        """As :meth:`act`; the outcome comes as webhook ``SmartlockAction``."""
        return await self._advanced(requests.act(endpoints.ACT_ADVANCED, smartlock_id, action, option))

    async def lock_advanced(self, smartlock_id: int) -> RequestId:
        """As :meth:`lock`; the outcome comes as webhook ``LockAction``."""
        return await self._advanced(requests.simple_action(endpoints.LOCK_ADVANCED, smartlock_id))

    async def unlock_advanced(self, smartlock_id: int) -> RequestId:
        """As :meth:`unlock`; the outcome comes as webhook ``UnlockAction``."""
        return await self._advanced(requests.simple_action(endpoints.UNLOCK_ADVANCED, smartlock_id))

    async def _plain(self, request: Request) -> None:
        await self._caller.nothing(request, Kind.PHYSICAL_ACTION)

    async def _advanced(self, request: Request) -> RequestId:
        receipt = await self._caller.value(request, AdvancedReceipt, Kind.PHYSICAL_ACTION)
        if receipt.error:
            # 200 with a reason inside: heard and refused, for instance for want of a subscription (S-25).
            raise errors.Refused(f"{request}: Nuki refused ({receipt.error}).", status=200, detail=receipt.error)
        return RequestId(receipt.request_id)
