"""One advanced creation on several devices: its outcome is told when the last of them has answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Change, Kind
from keyturn.sandbox.devices.access.registrar import Registrar
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import AuthOutcome, AuthsCreated, Receipt
from keyturn.sandbox.devices.upkeep import Emit

RULES = (
    Rule(
        "One AuthCreation for all devices asked, with a detail for each; the invite code is in it when any succeeded.",
        Confidence.DOCUMENTED,
        "D-wha, P-WH; when it is told is guessed",
    ),
    Rule("An AuthCreation succeeded when it did on every device.", Confidence.GUESSED, "D-wha: overall"),
)


class Creation:
    """Collects what the devices say."""

    def __init__(self, registrar: Registrar, emit: Emit, receipt: Receipt, invite_code: str) -> None:
        self._registrar, self._emit = registrar, emit
        self._receipt, self._invite_code = receipt, invite_code
        self._outcomes: dict[str, AuthOutcome] = {}
        self._asked: Sequence[tuple[Device, SmartlockAuth]] = ()

    def begin(self, asked: Sequence[tuple[Device, SmartlockAuth]]) -> None:
        """Ask every device."""
        self._asked = asked
        for device, auth in asked:
            self._registrar.ask(device, Change(Kind.CREATE, auth), partial(self._ended, device, auth))

    async def _ended(self, device: Device, auth: SmartlockAuth, error_code: str | None) -> None:
        self._outcomes[auth.id] = AuthOutcome(device.smartlock_id, auth.id, error_code)
        if len(self._outcomes) < len(self._asked):
            return
        outcomes = tuple(self._outcomes[auth.id] for _, auth in self._asked)
        some = any(one.error_code is None for one in outcomes)
        told = AuthsCreated(self._asked[0][0], self._receipt, outcomes, self._invite_code if some else None)
        await self._emit(told, at_once=False)
