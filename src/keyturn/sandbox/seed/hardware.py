"""Devices as they come out of the box: one function per product."""

from __future__ import annotations

from datetime import UTC, datetime

from keyturn.nuki.codes import (
    AdminPinState,
    DeviceType,
    DoorState,
    LockState,
    Mode,
    OpenerState,
    ServerState,
    Trigger,
)
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId, smartlock_id
from keyturn.nuki.models.smartlock import AdvancedConfig, Config, OpenerAdvancedConfig, Smartlock, State

CREATED = datetime(2025, 9, 1, 7, 30, tzinfo=UTC)
LOCK_FIRMWARE, LOCK_HARDWARE = 0x040A0A, 0x0B0F
OPENER_FIRMWARE, OPENER_HARDWARE = 0x010A03, 0x0204


def lock(
    account_id: AccountId,
    nuki_id: str,
    name: str,
    *,
    auth_id: int,
    kind: DeviceType = DeviceType.SMART_LOCK_4,
    state: LockState = LockState.LOCKED,
    battery: int = 84,
    knob: bool = False,
    door_sensor: bool = False,
    keypad: bool = False,
    auto_lock_seconds: int | None = None,
) -> Smartlock:
    """A Smart Lock. ``knob``: the door has a knob outside. Raises ``ValueError`` for a bad ``nuki_id``."""
    return Smartlock(
        smartlock_id=smartlock_id(kind, nuki_id),
        account_id=account_id,
        type=kind,
        auth_id=auth_id,
        name=name,
        favorite=False,
        server_state=ServerState.OK,
        admin_pin_state=AdminPinState.OK,
        config=_config(name, auto_unlatch=knob, single_lock=False, keypad_paired=keypad, wifi_enabled=True),
        advanced_config=AdvancedConfig(
            total_degrees=810,
            single_locked_position_offset_degrees=0,
            unlocked_position_offset_degrees=0,
            locked_position_offset_degrees=0,
            battery_type=0,
            lng_timeout=20,
            unlatch_duration=3,
            auto_lock=auto_lock_seconds is not None,
            auto_lock_timeout=auto_lock_seconds or 300,
            auto_update_enabled=True,
        ),
        state=State(
            mode=Mode.DOOR,
            state=state,
            trigger=Trigger.SYSTEM,
            last_action=2,
            battery_critical=battery <= 20,
            battery_charging=False,
            battery_charge=battery,
            keypad_battery_critical=False if keypad else None,
            doorsensor_battery_critical=False if door_sensor else None,
            door_state=DoorState.CLOSED if door_sensor else DoorState.UNAVAILABLE,
            ring_to_open_timer=0,
            night_mode=False,
        ),
        firmware_version=LOCK_FIRMWARE,
        hardware_version=LOCK_HARDWARE,
        creation_date=to_wire(CREATED),
        update_date=to_wire(CREATED),
    )


def opener(
    account_id: AccountId,
    nuki_id: str,
    name: str,
    *,
    auth_id: int,
    state: OpenerState = OpenerState.ONLINE,
    ring_to_open_minutes: int = 20,
    off_after_ring: bool = True,
) -> Smartlock:
    """An Opener on a house's intercom. Raises ``ValueError`` for a bad ``nuki_id``."""
    return Smartlock(
        smartlock_id=smartlock_id(DeviceType.OPENER, nuki_id),
        account_id=account_id,
        type=DeviceType.OPENER,
        auth_id=auth_id,
        name=name,
        favorite=False,
        server_state=ServerState.OK,
        admin_pin_state=AdminPinState.OK,
        config=_config(name, capabilities=1, operating_mode=0),
        opener_advanced_config=OpenerAdvancedConfig(
            intercom_id=1,
            bus_mode_switch=0,
            short_circuit_duration=0,
            electric_strike_delay=0,
            random_electric_strike_delay=False,
            electric_strike_duration=3000,
            disable_rto_after_ring=off_after_ring,
            rto_timeout=ring_to_open_minutes,
            doorbell_suppression=0,
            doorbell_suppression_duration=500,
            sound_ring=0,
            sound_open=0,
            sound_rto=0,
            sound_cm=0,
            sound_confirmation=0,
            sound_level=128,
            single_button_press_action=1,
            double_button_press_action=2,
            battery_type=0,
        ),
        state=State(
            mode=Mode.DOOR,
            state=state,
            trigger=Trigger.SYSTEM,
            last_action=3,
            battery_critical=False,
            door_state=DoorState.UNAVAILABLE,
            ring_to_open_timer=0,
            night_mode=False,
        ),
        firmware_version=OPENER_FIRMWARE,
        hardware_version=OPENER_HARDWARE,
        creation_date=to_wire(CREATED),
        update_date=to_wire(CREATED),
    )


def _config(name: str, *, single_lock: bool = False, **special: bool | int) -> Config:
    return Config(
        name=name,
        latitude=48.2,
        longitude=16.4,
        timezone_offset=0,
        single_lock=single_lock,
        advertising_mode=0,
        timezone_id=37,
        pairing_enabled=True,
        button_enabled=True,
        led_enabled=True,
        led_brightness=3,
        daylight_saving_mode=0,
        fob_paired=False,
        fob_action1=0,
        fob_action2=0,
        fob_action3=0,
        **special,  # type: ignore[arg-type]  # checked by the callers above
    )
