"""``/_sandbox/faults``: the catalogue, what is armed, arming and disarming."""

from __future__ import annotations

from typing import Any

import msgspec

from keyturn.nuki.endpoints import ENDPOINTS
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.nuki.webhooks import ApiTrigger, Feature
from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.faults.catalogue import CATALOGUE, TOKEN
from keyturn.sandbox.faults.fault import ANY_WEBHOOK, CONFIRMATIONS, Armed
from keyturn.sandbox.faults.inject import UnknownFault
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route

OPERATIONS = frozenset({TOKEN, *(endpoint.name for endpoint in ENDPOINTS)})
WEBHOOKS = frozenset({CONFIRMATIONS, ANY_WEBHOOK, *Feature, *ApiTrigger})
MOST_SECONDS = 7 * 24 * 3600


class _Arm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    smartlock_id: int | None = None
    times: int | None = 1
    seconds: float | None = None
    operation: str | None = None
    webhook: str | None = None
    account_id: int | None = None
    chance: float = 1.0
    seed: str = ""


class _Disarm(msgspec.Struct, forbid_unknown_fields=True):
    name: str | None = None


class FaultControl:
    """Arms and disarms."""

    def __init__(self, controls: Controls) -> None:
        self._world = controls.world

    async def get(self, request: Request) -> Answer:
        """``{"armed": […], "catalogue": […]}``."""
        catalogue = [
            {
                "name": fault.name,
                "hook": fault.hook,
                "says": fault.says,
                "source": fault.pain,
                "confidence": fault.confidence,
            }
            for fault in CATALOGUE.values()
        ]
        armed = [_shown(one) for one in self._world.faults]
        return json_answer({"armed": armed, "catalogue": catalogue})

    async def post(self, request: Request) -> Answer:
        """Arm one; ``times`` null keeps it until it is disarmed."""
        asked = guard.read(request, _Arm)
        _check(asked)
        smartlock_id = None if asked.smartlock_id is None else SmartlockId(asked.smartlock_id)
        if smartlock_id is not None and smartlock_id not in self._world.devices:
            raise guard.bad(f"There is no device {smartlock_id}.", "GET /_sandbox lists the devices.")
        if asked.account_id is not None and asked.account_id not in self._world.accounts:
            there = ", ".join(str(number) for number in self._world.accounts)
            raise guard.bad(f"There is no account {asked.account_id}.", f"Use one of: {there}.")
        try:
            armed = self._world.arm(
                asked.name,
                smartlock_id=smartlock_id,
                times=asked.times,
                seconds=asked.seconds,
                operation=asked.operation,
                webhook=asked.webhook,
                account_id=None if asked.account_id is None else AccountId(asked.account_id),
                chance=asked.chance,
                seed=asked.seed,
            )
        except UnknownFault as trouble:
            raise guard.bad(str(trouble), "Choose one of these names.") from None
        return json_answer(_shown(armed), 201)

    async def delete(self, request: Request) -> Answer:
        """Disarm those of ``name``, or all; ``{"disarmed": n}``."""
        try:
            return json_answer({"disarmed": self._world.disarm(guard.read(request, _Disarm).name)})
        except UnknownFault as trouble:
            raise guard.bad(str(trouble), "Choose one of these names, or leave the name out.") from None


def routes(controls: Controls) -> tuple[Route, ...]:
    """The faults' routes."""
    control = FaultControl(controls)
    return (
        guard.guarded("faults", "GET", "/_sandbox/faults", control.get),
        guard.guarded("arm", "POST", "/_sandbox/faults", control.post),
        guard.guarded("disarm", "DELETE", "/_sandbox/faults", control.delete),
    )


def _check(asked: _Arm) -> None:
    if asked.times is not None and not 1 <= asked.times <= 1_000_000:
        raise guard.bad(f"times is {asked.times}.", "Give a number from 1 on, or null: until it is disarmed.")
    if asked.seconds is not None and not 0 <= asked.seconds <= MOST_SECONDS:
        raise guard.bad(f"seconds is {asked.seconds}.", f"Give a number from 0 to {MOST_SECONDS}.")
    if not 0 <= asked.chance <= 1:
        raise guard.bad(f"chance is {asked.chance}.", "Give a number from 0, never, to 1, always.")
    if asked.operation is not None and asked.operation not in OPERATIONS:
        raise guard.bad(
            f"There is no operation {asked.operation!r}.", f"Use one of: {', '.join(sorted(OPERATIONS))}."
        )
    if asked.webhook is not None and asked.webhook not in WEBHOOKS:
        raise guard.bad(f"There is no webhook {asked.webhook!r}.", f"Use one of: {', '.join(sorted(WEBHOOKS))}.")


def _shown(armed: Armed) -> dict[str, Any]:
    return {
        "name": armed.fault.name,
        "times": armed.times,
        "smartlock_id": armed.smartlock_id,
        "operation": armed.operation or armed.fault.operation,
        "webhook": armed.webhook,
        "seconds": armed.seconds,
        "account_id": armed.account_id,
        "chance": armed.chance,
    }
