"""Which values the fields of a configuration take (documented: S-25), by their names in the API."""

from __future__ import annotations

from collections.abc import Container

BUTTON_ACTIONS = range(7)
OPENER_BUTTON_ACTIONS = range(8)

CONFIG: dict[str, Container[int | float]] = {
    "advertisingMode": range(4),
    "daylightSavingMode": range(2),
    "ledBrightness": range(6),
    "timezoneId": range(46),
}
ADVANCED: dict[str, Container[int | float]] = {
    "autoLockTimeout": range(2, 65536),
    "batteryType": range(3),
    "doubleButtonPressAction": BUTTON_ACTIONS,
    "lngTimeout": (5, 10, 15, 20, 30, 45, 60),
    "motorSpeed": range(3),
    "singleButtonPressAction": BUTTON_ACTIONS,
    "unlatchDuration": (1, 3, 5, 7, 10, 15, 20, 30),
}
SMARTDOOR: dict[str, Container[int | float]] = {
    **ADVANCED,
    "autoLockTimeout": range(65536),
    "batteryType": (0, 1, 2, 3, 254, 255),
    "buzzerVolume": range(3),
}
OPENER: dict[str, Container[int | float]] = {
    "batteryType": range(4),
    "busModeSwitch": range(2),
    "doorbellSuppression": range(8),
    "doorbellSuppressionDuration": range(65536),
    "doubleButtonPressAction": OPENER_BUTTON_ACTIONS,
    "electricStrikeDelay": range(30_001),
    "electricStrikeDuration": range(30_001),
    "rtoTimeout": range(1, 256),
    "shortCircuitDuration": range(65536),
    "singleButtonPressAction": OPENER_BUTTON_ACTIONS,
    "soundCm": range(4),
    "soundConfirmation": range(2),
    "soundLevel": range(256),
    "soundOpen": range(4),
    "soundRing": range(4),
    "soundRto": range(4),
}
"""The upper ends of the Opener's times and of the time-outs are those of their width on the device (guessed)."""

READ_ONLY = frozenset(
    {
        "capabilities", "deviceType", "fobAction1", "fobAction2", "fobAction3", "fobPaired", "homekitState",
        "intercomId", "busModeSwitch", "keypad2Paired", "keypadPaired", "matterState", "operatingMode",
        "operationId", "productVariant", "supportedBatteryTypes", "totalDegrees", "wifiEnabled",
    }
)  # fmt: skip
"""Fields of configurations that only the device itself, or pairing, changes."""
