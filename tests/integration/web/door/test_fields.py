"""Settings in words: each has its label, each choice its words, in every language; and only changes are asked for."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.integration.smartlocks.configuring.test_setting import LOCK, OPENER

from keyturn.integration.errors import RequestRefused
from keyturn.integration.smartlocks.configuring.setting import Form, Group, settings_of, table_of
from keyturn.integration.web.door.fields import Wording, wished
from keyturn.integration.web.texts import Texts
from keyturn.nuki.models.smartlock import Smartlock

TEXTS = Texts()
DEVICES = [LOCK, OPENER]


@pytest.mark.parametrize("language", TEXTS.languages)
@pytest.mark.parametrize("device", DEVICES, ids=["lock", "opener"])
def test_each_setting_and_each_choice_has_words(language: str, device: Smartlock) -> None:
    wording = Wording(TEXTS, language, device.type)
    for setting, value in settings_of(device):
        field = wording.field(setting, value)
        assert field.label
        assert field.label in wording.shown(setting, value)
        for number, words, _ in field.choices:
            assert words != str(number) or (setting.name == "led_brightness" and 1 < number < 5), field
        if setting.form is Form.CHOICE:
            assert [on for *_, on in field.choices].count(True) == 1
    for group in Group:
        assert TEXTS.say(language, f"settings.group.{group}")


def test_a_value_nobody_knows_stays_until_somebody_changes_it() -> None:
    assert LOCK.config is not None
    strange = replace(LOCK, config=replace(LOCK.config, advertising_mode=77))
    known = dict(settings_of(strange))
    mode = next(one for one in known if one.name == "advertising_mode")
    assert (77, "77", True) in Wording(TEXTS, "en", strange.type).field(mode, 77).choices
    untouched = {"was-advertising_mode": "77", "advertising_mode": "77"}
    assert wished(table_of(strange.type), untouched) == {}
    with pytest.raises(RequestRefused):
        wished(table_of(strange.type), {"was-advertising_mode": "0", "advertising_mode": "77"})


def test_only_what_was_changed_is_asked_for() -> None:
    form = {"was-name": "Front door", "name": "Other", "was-led_enabled": "on", "was-auto_lock": "off"}
    assert wished(table_of(LOCK.type), form) == {"name": "Other", "led_enabled": False}
    assert wished(table_of(LOCK.type), {"led_enabled": "on"}) == {}, "a field the page did not show is left alone"
    bits = {"was-doorbell_suppression": "1", "doorbell_suppression-0": "on", "doorbell_suppression-2": "on"}
    assert wished(table_of(OPENER.type), bits) == {"doorbell_suppression": 5}


@pytest.mark.parametrize(("device", "first"), [(LOCK, "One press: unlocks"), (OPENER, "One press: number 5")])
def test_what_a_fob_does_is_told(device: Smartlock, first: str) -> None:
    assert device.config is not None
    action = 1 if device is LOCK else 5
    paired = replace(
        device, config=replace(device.config, fob_paired=True, fob_action1=action, fob_action2=2, fob_action3=None)
    )
    told = Wording(TEXTS, "en", device.type).fobs(paired)
    assert told[0] == first
    assert len(told) == 2
    assert Wording(TEXTS, "en", device.type).fobs(device) == []
