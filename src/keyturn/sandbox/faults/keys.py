"""Faults of authorizations: codes, app users and fobs on their way to a device."""

from __future__ import annotations

from keyturn.sandbox.faults.effects import ForgetsKey, KeepsKey, LateKey, LosesKey
from keyturn.sandbox.faults.fault import Fault, Hook

LATE_SECONDS = 900.0
STRUCK = Hook.ON_AUTH

FAULTS: tuple[Fault, ...] = (
    Fault("auth_not_on_lock", STRUCK,
          "A new or changed authorization is listed and confirmed; the device never learns of it. A sync shows it.",
          "F40095", ForgetsKey()),
    Fault("auth_not_deleted", STRUCK,
          "A deletion is answered as done, and the authorization stays: listed and on the device.",
          "F22160", KeepsKey()),
    Fault("auth_lost", STRUCK, "A change is lost on its way, as to a device that is offline: error code ff.",
          "F29886, F19378", LosesKey()),
    Fault("auth_late", STRUCK, "A change reaches the device a quarter of an hour late, or after the seconds given.",
          "F29886: staff says minutes", LateKey(LATE_SECONDS)),
)  # fmt: skip
