"""What devices show because of a fault, for as long as it is armed."""

from __future__ import annotations

from functools import partial
from typing import Any

from keyturn.clock import Clock
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import StatusChanged
from keyturn.sandbox.devices.motion import Emit
from keyturn.sandbox.faults.effects import Shows
from keyturn.sandbox.faults.inject import Faults
from keyturn.sandbox.journal.journal import Journal, Kind

Values = dict[str, Any]


class Showing:
    """Lays values over what a device shows, and remembers what was under them."""

    def __init__(self, clock: Clock, faults: Faults, journal: Journal, emit: Emit) -> None:
        self._clock, self._faults, self._journal, self._emit = clock, faults, journal, emit
        self._under: dict[SmartlockId, tuple[Values, Values]] = {}
        self._over: dict[SmartlockId, tuple[Values, Values]] = {}

    def refresh(self, device: Device) -> None:
        """Show what the faults armed now want to be shown; where they want nothing, the device's own again."""
        fields, state = self._wanted(device)
        if not (fields or state or device.smartlock_id in self._under):
            return
        if self._over.get(device.smartlock_id, ({}, {})) == (fields, state):
            return  # another fault came or went
        self._over[device.smartlock_id] = fields, state
        before = device.shown
        own_fields, own_state = self._under.pop(device.smartlock_id, ({}, {}))
        if own_fields or own_state:
            device.change(self._clock.now(), own_state, **own_fields)
        if fields or state:
            self._under[device.smartlock_id] = _present(device.shown, fields), _present(device.state, state)
            device.change(self._clock.now(), state, **fields)
        if device.shown != before:
            self._journal.record(
                Kind.DEVICE, f"smartlock {device.smartlock_id}", event="shows", values={**fields, **state}
            )
            self._clock.schedule(0.0, partial(self._emit, StatusChanged(device), at_once=False))

    def forget(self) -> None:
        """Nothing lies over anything any more: the world was emptied."""
        self._under.clear()
        self._over.clear()

    def _wanted(self, device: Device) -> tuple[Values, Values]:
        fields: Values = {}
        state: Values = {}
        if self._faults and device.shown.state is not None:
            for shows in self._faults.lasting(Shows, device.smartlock_id, device.account_id):
                fields.update(shows.fields)
                state.update(shows.state)
        return fields, state


def _present(shown: Any, names: Values) -> Values:
    return {name: getattr(shown, name) for name in names}
