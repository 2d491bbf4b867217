"""Devices of every type (documented: S-25)."""

from __future__ import annotations

import msgspec


class State(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """The last known state; coded values in :mod:`keyturn.nuki.codes`, ``battery_charge`` in percent.

    ``mode``, ``trigger`` and others exceed the ranges the description gives: not enforced.
    """

    mode: int
    state: int
    trigger: int
    last_action: int
    battery_critical: bool
    door_state: int
    ring_to_open_timer: int
    night_mode: bool
    battery_charging: bool | None = None
    battery_charge: int | None = None
    keypad_battery_critical: bool | None = None
    doorsensor_battery_critical: bool | None = None
    ring_to_open_end: str | None = None
    operation_id: str | None = None


class Config(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Basic configuration. ``auto_unlatch``: a knob outside, so that unlocking opens the door (P-API)."""

    name: str
    latitude: float
    longitude: float
    timezone_offset: int
    single_lock: bool
    advertising_mode: int
    timezone_id: int
    capabilities: int | None = None
    auto_unlatch: bool | None = None
    lift_up_handle: bool | None = None
    pairing_enabled: bool | None = None
    button_enabled: bool | None = None
    led_enabled: bool | None = None
    led_brightness: int | None = None
    daylight_saving_mode: int | None = None
    fob_paired: bool | None = None
    fob_action1: int | None = None
    fob_action2: int | None = None
    fob_action3: int | None = None
    operating_mode: int | None = None
    keypad_paired: bool | None = None
    keypad2_paired: bool | None = None
    homekit_state: int | None = None
    matter_state: int | None = None
    device_type: int | None = None
    wifi_enabled: bool | None = None
    operation_id: str | None = None
    product_variant: int | None = None


class AdvancedConfig(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Advanced configuration of a lock (types 0, 4, 5); time-outs and durations in seconds."""

    total_degrees: int
    single_locked_position_offset_degrees: int
    unlocked_position_offset_degrees: int
    locked_position_offset_degrees: int
    battery_type: int
    lng_timeout: int | None = None
    single_button_press_action: int | None = None
    double_button_press_action: int | None = None
    automatic_battery_type_detection: bool | None = None
    unlatch_duration: int | None = None
    operation_id: str | None = None
    unlocked_to_locked_transition_offset_degrees: int | None = None
    detached_cylinder: bool | None = None
    auto_lock: bool | None = None
    auto_lock_timeout: int | None = None
    auto_update_enabled: bool | None = None
    motor_speed: int | None = None
    enable_slow_speed_during_nightmode: bool | None = None


class SmartdoorAdvancedConfig(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Advanced configuration of a Smart Door (type 3); time-outs and durations in seconds."""

    battery_type: int
    auto_lock: bool
    lng_timeout: int | None = None
    single_button_press_action: int | None = None
    double_button_press_action: int | None = None
    automatic_battery_type_detection: bool | None = None
    unlatch_duration: int | None = None
    operation_id: str | None = None
    buzzer_volume: int | None = None
    supported_battery_types: tuple[int, ...] | None = None
    auto_lock_timeout: int | None = None


class WebConfig(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """What Nuki Web keeps about a device, without asking it."""

    battery_warning_per_mail_enabled: bool | None = None
    dismissed_lift_up_handle_warning: tuple[int, ...] | None = None


class OpenerAdvancedConfig(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Advanced configuration of an Opener; ``rto_timeout`` in minutes, delays and durations in ms."""

    intercom_id: int
    bus_mode_switch: int
    short_circuit_duration: int
    electric_strike_delay: int
    random_electric_strike_delay: bool
    electric_strike_duration: int
    disable_rto_after_ring: bool
    rto_timeout: int
    doorbell_suppression: int
    doorbell_suppression_duration: int
    sound_ring: int
    sound_open: int
    sound_rto: int
    sound_cm: int
    sound_confirmation: int
    sound_level: int
    single_button_press_action: int
    double_button_press_action: int
    battery_type: int
    automatic_battery_type_detection: bool | None = None
    auto_update_enabled: bool | None = None
    operation_id: str | None = None


class Subscription(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Smart Hosting of a device; dates as in :mod:`keyturn.nuki.dates`."""

    type: str | None = None
    state: str | None = None
    shs_subscription_type: str | None = None
    update_date: str | None = None
    creation_date: str | None = None
    expiration_date: str | None = None
    is_in_grace_period: bool | None = None
    is_grace_period_warning_dismissed: bool | None = None
    grace_period_warning_email_sent: bool | None = None
    contract_id: str | None = None


class Smartlock(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """A device as ``GET /smartlock`` gives it. ``firmware_version`` is hex-coded: 0x2080F is 2.8.15 (P-WH)."""

    smartlock_id: int
    account_id: int
    type: int
    auth_id: int
    name: str
    favorite: bool
    server_state: int
    admin_pin_state: int
    config: Config | None = None
    advanced_config: AdvancedConfig | None = None
    opener_advanced_config: OpenerAdvancedConfig | None = None
    smartdoor_advanced_config: SmartdoorAdvancedConfig | None = None
    web_config: WebConfig | None = None
    state: State | None = None
    firmware_version: int | None = None
    hardware_version: int | None = None
    operation_id: str | None = None
    virtual_device: bool | None = None
    creation_date: str | None = None
    update_date: str | None = None
    error: str | None = None
    lm_type: int | None = None
    previous_subscriptions: tuple[Subscription, ...] | None = None
    current_subscription: Subscription | None = None
    region: int | None = None
    mounting_variant: int | None = None
    opener: bool | None = None
    box: bool | None = None
    smart_door: bool | None = None
    keyturner: bool | None = None


class SmartlockUpdate(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Body of ``POST /smartlock/{id}``; what is absent stays."""

    name: str | None = None
    favorite: bool | None = None


class AdminPinUpdate(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Body of ``POST /smartlock/{id}/admin/pin``."""

    admin_pin: int

    def __repr__(self) -> str:
        return "AdminPinUpdate(…)"


class WebConfigRequest(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One device of ``POST /bulk-web-config``."""

    smartlock_id: int
    web_config: WebConfig


class BulkWebConfigRequest(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Body of ``POST /bulk-web-config``."""

    web_config_requests: tuple[WebConfigRequest, ...] = ()


def firmware_text(version: int) -> str:
    """``329988`` is ``5.9.4`` (reported: X-mon)."""
    return f"{version >> 16}.{version >> 8 & 0xFF}.{version & 0xFF}"
