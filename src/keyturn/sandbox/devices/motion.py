"""Moves devices along their courses, on the clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from keyturn.clock import Clock
from keyturn.nuki.codes import DeviceType, DoorState, LogAction, LogState, ServerState, Trigger
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.errors import DEVICE_OFFLINE
from keyturn.nuki.models.log import SmartlockLog
from keyturn.sandbox.devices.course import REACH_SECONDS, UNREACHED_SECONDS, Later, Refused, Step
from keyturn.sandbox.devices.device import Device, PlannedLater
from keyturn.sandbox.devices.events import Event, Logged, Settled, StatusChanged
from keyturn.sandbox.devices.orders import NotUnderstood, Order, by_itself
from keyturn.sandbox.faults.effects import DeviceFails, KeepsNoLog, OutOfReach
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.faults.inject import Faults
from keyturn.sandbox.journal.journal import Journal, Kind

RULES = (
    Rule(
        "A device that moves takes no second order: error code 45, log state 4.",
        Confidence.GUESSED,
        "it might as well be queued",
    ),
    Rule(
        "Twenty movements take one percent of the battery; 20 percent are critical.",
        Confidence.GUESSED,
        "our choice",
    ),
    Rule(
        "Nothing is logged, and no DEVICE_LOGS sent, while the activity log is off (actions 255 and 254 say so).",
        Confidence.DOCUMENTED,
        "P-WH",
    ),
    Rule("A device out of reach fails with ff and writes no log.", Confidence.DOCUMENTED, "D-err"),
)


SMART_LOCK_OR_BOX = DeviceType.SMART_LOCK_2
"""``deviceType`` 0 of the log covers the Box, too (documented: S-25)."""
MOVES_PER_PERCENT = 20
BATTERY_CRITICAL = 20
"""Percent; below, and at it, ``batteryCritical`` is true (guessed)."""
BUSY = Refused("45", LogState.BUSY)
"""A device that moves takes no second order (guessed: it might as well be queued)."""


class Emit(Protocol):
    """Where events go; ``at_once``: the webhooks have been delivered when this returns."""

    def __call__(self, event: Event, *, at_once: bool) -> Awaitable[None]: ...


@dataclass(frozen=True)
class _Motion:
    order: Order
    steps: tuple[Step, ...]
    later: Later | None = None
    error_code: str | None = None
    log_state: LogState = LogState.SUCCESS
    at_once: bool = False


class Motions:
    """All devices' movements. ``new_id`` gives 24 hex digits."""

    def __init__(
        self, clock: Clock, faults: Faults, journal: Journal, new_id: Callable[[], str], emit: Emit
    ) -> None:
        self._clock, self._faults, self._journal = clock, faults, journal
        self._new_id, self._emit = new_id, emit

    def begin(self, device: Device, order: Order) -> None:
        """The order is on its way; the device stirs when it arrives."""
        self._clock.schedule(REACH_SECONDS if order.remote else 0.0, partial(self._reach, device, order))

    async def at_once(self, device: Device, order: Order) -> None:
        """Carry the order out in no time, telling everybody before this returns."""
        await self._reach(device, order, at_once=True)

    def refresh_reach(self, device: Device) -> None:
        """Show whether the device can be reached, now that faults were armed or taken back."""
        offline = self._faults.out_of_reach(device.smartlock_id, device.account_id)
        there = ServerState.OFFLINE if offline else device.inside.connection
        own = {ServerState.OK, ServerState.OFFLINE, device.inside.reach}
        if device.shown.server_state not in own:
            return  # a fault lies over it
        device.inside.reach = there
        if not device.change(self._clock.now(), server_state=there):
            return
        self._journal.record(Kind.DEVICE, f"smartlock {device.smartlock_id}", event="reach", server_state=there)
        self._clock.schedule(0.0, partial(self._emit, StatusChanged(device), at_once=False))

    def resume(self, device: Device) -> None:
        """After a restart: what the device meant to do later, it still does."""
        if device.planned is not None:
            wait = device.planned.due - self._clock.now()
            self._arrange(device, device.planned.later, wait.total_seconds())

    def move_door(self, device: Device, door_state: DoorState) -> None:
        """A person opens or closes the door; noticed by a door sensor. Raises :class:`NotUnderstood`."""
        if device.state.door_state not in (DoorState.CLOSED, DoorState.OPENED):
            raise NotUnderstood(door_state)
        action = LogAction.DOOR_OPENED if door_state == DoorState.OPENED else LogAction.DOOR_CLOSED
        self._clock.schedule(0.0, partial(self._move_door, device, door_state, action))

    async def _move_door(self, device: Device, door_state: DoorState, action: LogAction) -> None:
        if device.change(self._clock.now(), {"door_state": door_state}):
            self._journal.record(
                Kind.DEVICE, f"smartlock {device.smartlock_id}", event="door", door_state=door_state
            )
            await self._emit(StatusChanged(device), at_once=False)
            await self._log(device, _Motion(by_itself(Later(0.0, Trigger.SYSTEM, (), action)), ()))

    async def _reach(self, device: Device, order: Order, *, at_once: bool = False) -> None:
        if order.remote and device.shown.server_state != ServerState.OK:
            give_up = partial(self._give_up, device, order, at_once=at_once)
            if at_once:
                await give_up()
            else:
                self._clock.schedule(UNREACHED_SECONDS - REACH_SECONDS, give_up)
            return
        plan = BUSY if device.moving else order.plan(device.state)
        if isinstance(plan, Refused):
            await self._end(device, _Motion(order, (), None, plan.error_code, plan.log_state, at_once))
            return
        motion = _Motion(order, plan.steps, plan.later, at_once=at_once)
        if order.remote and plan.steps:
            motion = self._troubled(device, motion)
        if plan.steps and not plan.keeps:
            self._forget_later(device)
        device.moving = True
        await self._go(device, motion)

    def _troubled(self, device: Device, motion: _Motion) -> _Motion:
        armed = self._faults.strike(
            Hook.ON_DEVICE, DeviceFails, smartlock_id=device.smartlock_id, account_id=device.account_id
        )
        if armed is None:
            return motion
        effect = armed.fault.effect
        assert isinstance(effect, DeviceFails)
        ends = Step(device.state.state if effect.state is None else effect.state)  # None: back where it was
        steps = (motion.steps[0], ends) if len(motion.steps) > 1 else (ends,)
        return _Motion(motion.order, steps, None, effect.error_code, LogState(effect.log_state), motion.at_once)

    async def _go(self, device: Device, motion: _Motion, at: int = 0) -> None:
        while at < len(motion.steps):
            step = motion.steps[at]
            await self._show(device, motion, step)
            at += 1
            if at < len(motion.steps) and not motion.at_once:
                self._clock.schedule(step.seconds, partial(self._go, device, motion, at))
                return
        device.moving = False
        await self._end(device, motion)
        if motion.steps:
            await self.drain(device)
        if motion.later is not None:
            self._arrange(device, motion.later, motion.later.seconds)

    async def _show(self, device: Device, motion: _Motion, step: Step) -> None:
        order = motion.order
        if device.step(step, self._clock.now(), order.trigger, order.action):
            state = device.state
            self._journal.record(
                Kind.DEVICE,
                f"smartlock {device.smartlock_id}",
                event="state",
                state=state.state,
                mode=state.mode,
                trigger=state.trigger,
                last_action=state.last_action,
            )
            await self._emit(StatusChanged(device), at_once=motion.at_once)

    async def drain(self, device: Device) -> None:
        """One more use of the battery."""
        device.inside.moves += 1
        charge = device.state.battery_charge
        if device.inside.moves % MOVES_PER_PERCENT or not charge or device.state.battery_charging:
            return
        await self.put(device, battery_charge=charge - 1, battery_critical=charge - 1 <= BATTERY_CRITICAL)

    async def _give_up(self, device: Device, order: Order, *, at_once: bool) -> None:
        self._faults.strike(
            Hook.ON_DEVICE, OutOfReach, smartlock_id=device.smartlock_id, account_id=device.account_id
        )
        # What a server cannot reach writes no log.
        await self._tell(device, order, DEVICE_OFFLINE, at_once=at_once)
        self.refresh_reach(device)

    async def _end(self, device: Device, motion: _Motion) -> None:
        if motion.order.logged:
            await self._log(device, motion)
        await self._tell(device, motion.order, motion.error_code, at_once=motion.at_once)

    async def log(self, device: Device, order: Order, state: LogState = LogState.SUCCESS) -> None:
        """Write an entry for an order that moves nothing."""
        await self._log(device, _Motion(order, (), log_state=state))

    async def put(self, device: Device, **state: Any) -> None:
        """Show other values of the state at once, and tell."""
        if device.change(self._clock.now(), state):
            self._journal.record(Kind.DEVICE, f"smartlock {device.smartlock_id}", event="state", **state)
            await self._emit(StatusChanged(device), at_once=False)

    async def _log(self, device: Device, motion: _Motion) -> None:
        order = motion.order
        action = order.log_action or order.action or 0
        if not device.inside.keeps(action):
            return
        if self._faults and self._faults.lasting(KeepsNoLog, device.smartlock_id, device.account_id):
            return
        entry = SmartlockLog(
            id=self._new_id(),
            smartlock_id=device.smartlock_id,
            device_type=SMART_LOCK_OR_BOX if device.shown.type == DeviceType.BOX else device.shown.type,
            name=order.name,
            action=action,
            trigger=order.log_trigger,
            state=motion.log_state,
            date=to_wire(self._clock.now()),
            **{"auto_unlock": False, **order.details},
        )
        device.log.appendleft(entry)
        await self._emit(Logged(device, entry), at_once=motion.at_once)

    async def _tell(self, device: Device, order: Order, error_code: str | None, *, at_once: bool) -> None:
        self._journal.record(
            Kind.DEVICE,
            f"smartlock {device.smartlock_id}",
            event="ended",
            action=order.action,
            error_code=error_code,
            request_id=order.receipt.request_id if order.receipt else None,
        )
        if order.receipt is not None:
            await self._emit(Settled(device, order.receipt, error_code), at_once=at_once)

    def _arrange(self, device: Device, later: Later, seconds: float) -> None:
        self._forget_later(device)
        device.planned = PlannedLater(self._clock.now() + timedelta(seconds=seconds), later)
        device.later = self._clock.schedule(seconds, partial(self._do_later, device, later))

    async def _do_later(self, device: Device, later: Later) -> None:
        if device.moving:
            self._arrange(device, later, 1.0)
            return
        self._forget_later(device)
        await self._reach(device, by_itself(later))

    def _forget_later(self, device: Device) -> None:
        if device.later is not None:
            device.later.cancel()
        device.later = device.planned = None
