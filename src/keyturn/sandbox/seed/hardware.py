"""Devices as they come out of the box: one function per product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from keyturn.nuki.codes import (
    AdminPinState,
    DeviceType,
    DoorState,
    LockState,
    Mode,
    OpenerState,
    ProductVariant,
    ServerState,
    Trigger,
)
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId, smartlock_id
from keyturn.nuki.models.smartlock import (
    AdvancedConfig,
    Config,
    OpenerAdvancedConfig,
    SmartdoorAdvancedConfig,
    Smartlock,
    State,
)

CREATED = datetime(2025, 9, 1, 7, 30, tzinfo=UTC)
LOCK_FIRMWARE, LOCK_HARDWARE = 0x040A0A, 0x0B0F
OPENER_FIRMWARE, OPENER_HARDWARE = 0x010A03, 0x0204
BOX_FIRMWARE, BOX_HARDWARE = 0x010206, 0x0301
BATTERY_CRITICAL = 20
"""Percent."""


@dataclass(frozen=True)
class Accessories:
    """What is paired. ``fob_actions``: pressed once, twice, three times; nothing but zeros: no fob."""

    keypad: bool = False
    keypad2: bool = False
    fob_actions: tuple[int, int, int] = (0, 0, 0)


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
    accessories: Accessories | None = None,
    auto_lock_seconds: int | None = None,
    variant: ProductVariant | None = None,
    mechanism: int = 1,
    timezone_id: int = 37,
) -> Smartlock:
    """A Smart Lock or a Smart Door. ``knob``: the door has a knob outside. Raises ``ValueError`` for a bad ``nuki_id``.

    ``mechanism`` is a Smart Door's ``lmType``.
    """
    with_it = accessories or Accessories()
    door = kind == DeviceType.SMART_DOOR
    if kind == DeviceType.SMART_LOCK_5 and variant is None:
        variant = ProductVariant.ULTRA
    return Smartlock(
        smartlock_id=smartlock_id(kind, nuki_id),
        account_id=account_id,
        type=kind,
        auth_id=auth_id,
        name=name,
        favorite=False,
        server_state=ServerState.OK,
        admin_pin_state=AdminPinState.OK,
        config=_config(
            name,
            with_it,
            timezone_id,
            auto_unlatch=knob,
            wifi_enabled=True,
            device_type=kind,
            product_variant=variant,
        ),
        lm_type=mechanism if door else None,
        smartdoor_advanced_config=_smartdoor(auto_lock_seconds) if door else None,
        **_kind(kind),
        advanced_config=None
        if door
        else AdvancedConfig(
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
            single_button_press_action=1,
            double_button_press_action=5,
            motor_speed=0,
        ),
        state=State(
            mode=Mode.DOOR,
            state=state,
            trigger=Trigger.SYSTEM,
            last_action=2,
            battery_critical=battery <= BATTERY_CRITICAL,
            battery_charging=False,
            battery_charge=battery,
            keypad_battery_critical=False if with_it.keypad or with_it.keypad2 else None,
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
    accessories: Accessories | None = None,
    timezone_id: int = 37,
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
        config=_config(name, accessories or Accessories(), timezone_id, capabilities=1, operating_mode=0),
        **_kind(DeviceType.OPENER),
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


def box(
    account_id: AccountId, nuki_id: str, name: str, *, auth_id: int, battery: int = 84, timezone_id: int = 37
) -> Smartlock:
    """A Box. Raises ``ValueError`` for a bad ``nuki_id``."""
    return Smartlock(
        smartlock_id=smartlock_id(DeviceType.BOX, nuki_id),
        account_id=account_id,
        type=DeviceType.BOX,
        auth_id=auth_id,
        name=name,
        favorite=False,
        server_state=ServerState.OK,
        admin_pin_state=AdminPinState.OK,
        config=_config(name, Accessories(), timezone_id),
        **_kind(DeviceType.BOX),
        state=State(
            mode=Mode.DOOR,
            state=LockState.LOCKED,
            trigger=Trigger.SYSTEM,
            last_action=1,
            battery_critical=battery <= BATTERY_CRITICAL,
            door_state=DoorState.UNAVAILABLE,
            ring_to_open_timer=0,
            night_mode=False,
        ),
        firmware_version=BOX_FIRMWARE,
        hardware_version=BOX_HARDWARE,
        creation_date=to_wire(CREATED),
        update_date=to_wire(CREATED),
    )


def _smartdoor(auto_lock_seconds: int | None) -> SmartdoorAdvancedConfig:
    return SmartdoorAdvancedConfig(
        battery_type=0,
        auto_lock=auto_lock_seconds is not None,
        auto_lock_timeout=auto_lock_seconds or 300,
        lng_timeout=20,
        unlatch_duration=3,
        single_button_press_action=1,
        double_button_press_action=5,
        buzzer_volume=2,
        supported_battery_types=(0, 1, 2),
    )


def _kind(kind: DeviceType) -> dict[str, Any]:
    return {
        "opener": kind == DeviceType.OPENER,
        "box": kind == DeviceType.BOX,
        "smart_door": kind == DeviceType.SMART_DOOR,
        "keyturner": kind not in (DeviceType.OPENER, DeviceType.BOX, DeviceType.SMART_DOOR),
    }


def _config(name: str, with_it: Accessories, timezone_id: int, **special: bool | int | None) -> Config:
    return Config(
        name=name,
        latitude=48.2,
        longitude=16.4,
        timezone_offset=0,
        single_lock=False,
        advertising_mode=0,
        timezone_id=timezone_id,
        pairing_enabled=True,
        button_enabled=True,
        led_enabled=True,
        led_brightness=3,
        daylight_saving_mode=0,
        keypad_paired=with_it.keypad,
        keypad2_paired=with_it.keypad2,
        fob_paired=any(with_it.fob_actions),
        fob_action1=with_it.fob_actions[0],
        fob_action2=with_it.fob_actions[1],
        fob_action3=with_it.fob_actions[2],
        **special,  # type: ignore[arg-type]  # checked by the callers above
    )
