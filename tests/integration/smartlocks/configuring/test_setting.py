"""The table of settings: fields there are, values Nuki takes, and configurations that stay whole."""

from __future__ import annotations

import pytest
from msgspec.structs import fields, replace

from keyturn.integration.errors import RequestRefused
from keyturn.integration.smartlocks.configuring.setting import (
    BASIC,
    LOCKING,
    OPENING,
    Configuration,
    Form,
    Setting,
    configuration_of,
    settings_of,
)
from keyturn.nuki.codes import DeviceType
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.smartlock import AdvancedConfig, Config, OpenerAdvancedConfig, SmartdoorAdvancedConfig
from keyturn.nuki.ranges import READ_ONLY
from keyturn.sandbox.seed import hardware

KINDS = (
    (BASIC, (Config,)),
    (LOCKING, (AdvancedConfig, SmartdoorAdvancedConfig)),
    (OPENING, (OpenerAdvancedConfig,)),
)
LOCK = hardware.lock(AccountId(1), "1A2B3C4D", "Front door", auth_id=1)
OPENER = hardware.opener(AccountId(1), "0C9F22D1", "House", auth_id=2)


def test_each_setting_is_a_field_that_can_be_changed() -> None:
    for settings, models in KINDS:
        known = {field.name: field.encode_name for model in models for field in fields(model)}
        for one in settings:
            assert one.name in known
            assert known[one.name] not in READ_ONLY


def test_no_name_means_two_things() -> None:
    for own in (LOCKING, OPENING):
        names = [one.name for one in (*BASIC, *own)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        (BASIC[0], " Main door ", "Main door"),
        (Setting("auto_lock", BASIC[0].group, Form.SWITCH), "on", True),
        (Setting("auto_lock", BASIC[0].group, Form.SWITCH), "off", False),
        (Setting("lng_timeout", BASIC[0].group, Form.CHOICE, (5, 10)), "10", 10),
    ],
)
def test_a_form_is_read(setting: Setting, text: str, value: object) -> None:
    assert setting.read(text) == value


@pytest.mark.parametrize("text", ["", "7", "-5", "5.0", "٥", "5" * 30, "on"])
def test_a_value_nuki_does_not_take_is_refused(text: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        Setting("lng_timeout", BASIC[0].group, Form.CHOICE, (5, 10)).read(text)
    assert refused.value.code == "setting-value"


def test_a_device_is_offered_what_it_has() -> None:
    lock, opener = ({one.name for one, _ in settings_of(device)} for device in (LOCK, OPENER))
    assert {"auto_unlatch", "single_lock", "auto_lock", "motor_speed"} <= lock - opener
    assert {"rto_timeout", "sound_rto", "doorbell_suppression"} <= opener - lock
    assert {"name", "timezone_id", "led_enabled", "button_enabled", "advertising_mode"} <= lock & opener
    assert [one.name for one, _ in settings_of(replace(LOCK, type=9))] == ["name"]
    assert settings_of(replace(LOCK, config=None, advanced_config=None)) == ()


def test_a_wish_is_sent_whole_and_only_where_it_changes_something() -> None:
    now = configuration_of(LOCK)
    assert now.with_({"name": "Front door"}) == ()
    (basic,) = now.with_({"name": "Other"})
    assert basic == replace(now.basic, name="Other")  # type: ignore[type-var]
    basic, advanced = now.with_({"name": "Other", "auto_lock": True})
    assert (type(basic), type(advanced)) == (Config, AdvancedConfig)


def test_a_wish_has_come_true_when_nothing_is_on_its_way() -> None:
    assert LOCK.config is not None
    done = Configuration(replace(LOCK.config, name="Other"), LOCK.advanced_config)
    assert done.has({"name": "Other"})
    assert not done.has({"name": "Other", "auto_lock": True})
    assert not Configuration(None, None).has({"name": "Other"})
    waiting = Configuration(replace(LOCK.config, name="Other", operation_id="op"), LOCK.advanced_config)
    assert not waiting.has({"name": "Other"})


def test_every_type_of_device_has_a_name_to_set() -> None:
    for kind in DeviceType:
        assert settings_of(replace(LOCK, type=kind))[0][0].name == "name"
