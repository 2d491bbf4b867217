"""A device's settings as fields of a form, in words. Pure.

Beside each field its present value is hidden: only what a person changed is asked for, and nobody else's change undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keyturn.integration.smartlocks.configuring.setting import Form, Group, Setting, Value, Values
from keyturn.integration.web.texts import Texts
from keyturn.nuki.codes import DeviceType
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.nuki.timezones import NAMES

_BITS = 3
"""Of the one mask there is: what keeps a doorbell silent (S-25)."""


@dataclass(frozen=True)
class Field:
    """One setting. ``choices``: value, words, and whether it is the present one; of a switch there is none."""

    name: str
    form: Form
    label: str
    what: str
    was: str
    choices: tuple[tuple[int, str, bool], ...] = ()
    least: int = 0
    most: int = 0


class Wording:
    """Makes fields in one language."""

    def __init__(self, texts: Texts, language: str, device_type: int) -> None:
        self._texts, self._language = texts, language
        self._opener = device_type == DeviceType.OPENER

    def groups(self, settings: Iterable[tuple[Setting, Value]]) -> list[tuple[str, list[Field]]]:
        """Fields under their headings."""
        known = list(settings)
        found = [
            (group, [self.field(one, value) for one, value in known if one.group is group]) for group in Group
        ]
        return [(self._t(f"settings.group.{group}"), fields) for group, fields in found if fields]

    def field(self, setting: Setting, value: Value) -> Field:
        """One setting as it is now."""
        key, numbers = f"settings.{setting.name}", setting.values
        return Field(
            name=setting.name,
            form=setting.form,
            label=self._t(f"{key}.label"),
            what=self._t(f"{key}.what") if self._texts.has(f"{key}.what") else "",
            was=_written(value),
            choices=self._choices(setting, value),
            least=min(numbers, default=0),
            most=max(numbers, default=0),
        )

    def shown(self, setting: Setting, value: Value) -> str:
        """A value in words: ``Auto lock: on``."""
        label = self._t(f"settings.{setting.name}.label")
        match setting.form:
            case Form.SWITCH:
                return f"{label}: {self._t('settings.on' if value else 'settings.off')}"
            case Form.CHOICE if isinstance(value, int):
                return f"{label}: {self._choice(setting, value)}"
            case Form.SEVERAL if isinstance(value, int):
                bits = [self._choice(setting, bit) for bit in range(_BITS) if value & 1 << bit]
                return f"{label}: {', '.join(bits) or self._t('settings.off')}"
        return f"{label}: {value}"

    def fobs(self, device: Smartlock) -> list[str]:
        """What each button press of a paired fob does: told by Nuki, not to be changed there (S-25)."""
        config = device.config
        if config is None or not config.fob_paired:
            return []
        kind = "opener_fob" if self._opener else "fob"
        found = []
        for presses, action in enumerate((config.fob_action1, config.fob_action2, config.fob_action3), 1):
            if action is not None:
                key = f"settings.{kind}.{action}"
                known = self._texts.has(key)
                deed = self._t(key) if known else self._t("settings.other", number=action)
                found.append(self._t(f"settings.presses.{presses}", deed=deed))
        return found

    def _choices(self, setting: Setting, value: Value) -> tuple[tuple[int, str, bool], ...]:
        if setting.form is Form.SEVERAL:
            mask = value if isinstance(value, int) else 0
            return tuple((bit, self._choice(setting, bit), bool(mask & 1 << bit)) for bit in range(_BITS))
        if setting.form is not Form.CHOICE:
            return ()
        # A value nobody has told us about is kept as long as nobody changes it.
        numbers = [*setting.values, *([value] if isinstance(value, int) and value not in setting.values else [])]
        return tuple((number, self._choice(setting, number), number == value) for number in numbers)

    def _choice(self, setting: Setting, number: int) -> str:
        if setting.name == "timezone_id":
            return NAMES[number].replace("_", " ") if number < len(NAMES) else str(number)
        if setting.name in ("lng_timeout", "unlatch_duration"):
            return self._t("settings.seconds", number=number)
        name = setting.name.removeprefix("single_").removeprefix("double_")
        names = ([f"opener_{name}"] if self._opener else []) + [name, name.partition("_")[0]]
        keys = [f"settings.choice.{one}.{number}" for one in names]
        known = [key for key in keys if self._texts.has(key)]
        return self._t(known[0]) if known else str(number)

    def _t(self, key: str, **values: object) -> str:
        return self._texts.say(self._language, key, **values)


def wished(settings: Iterable[Setting], form: Mapping[str, str]) -> Values:
    """What a person changed on the page. Raises :class:`RequestRefused` (``setting-value``)."""
    found: dict[str, Value] = {}
    for setting in settings:
        was = form.get(f"was-{setting.name}")
        if was is None:
            continue
        match setting.form:
            case Form.SWITCH:
                text = "on" if form.get(setting.name) == "on" else "off"
            case Form.SEVERAL:
                text = str(sum(1 << bit for bit in range(_BITS) if form.get(f"{setting.name}-{bit}") == "on"))
            case _:
                text = form.get(setting.name, was)
        if text != was:
            found[setting.name] = setting.read(text)
    return found


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
