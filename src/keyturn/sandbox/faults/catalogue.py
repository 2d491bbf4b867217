"""Every fault there is. Codes: keyturn.nuki.codes and keyturn.nuki.errors."""

from __future__ import annotations

from keyturn.nuki.codes import LockState, LogState
from keyturn.nuki.errors import MOTOR_BLOCKED
from keyturn.sandbox.faults.fault import (
    ActAtOnce,
    AnswerInstead,
    DeviceFails,
    Fault,
    Hook,
    KillToken,
    OutOfReach,
    RefuseRefresh,
    Tampered,
)
from keyturn.sandbox.wire.answer import HTML

TOKEN = "token"  # noqa: S105
"""Name of the token endpoint's operation."""
LATE_SECONDS = 60.0
_DOWN = b"<html><head><title>503 Service Temporarily Unavailable</title></head><body>No server.</body></html>"

CATALOGUE: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("motor_blocked", Hook.ON_DEVICE,
              "The lock starts to move and its motor blocks: state 254, error code 42.",
              "D-err: K_ERROR_MOTOR_BLOCKED",
              DeviceFails(LockState.MOTOR_BLOCKED, LogState.MOTOR_BLOCKED, MOTOR_BLOCKED)),
        Fault("device_offline", Hook.ON_DEVICE,
              "The device is out of reach: serverState 4, nothing moves, error code ff.",
              "D-err: ERROR_UNKNOWN; F19378", OutOfReach()),
        Fault("webhook_lost", Hook.ON_WEBHOOK,
              "The webhook never leaves. Nuki documents no retry.", "D-whd; P-WH", Tampered(copies=0)),
        Fault("webhook_late", Hook.ON_WEBHOOK,
              "The webhook leaves a minute late, or after the seconds given.", "D-con", Tampered(delay=LATE_SECONDS)),
        Fault("webhook_twice", Hook.ON_WEBHOOK,
              "The webhook leaves twice, byte for byte the same.", "D-whd: no event id", Tampered(copies=2)),
        Fault("webhook_badly_signed", Hook.ON_WEBHOOK,
              "The webhook leaves with a signature of the right form and the wrong key.", "D-whc",
              Tampered(forged=True)),
        Fault("webhook_early", Hook.AFTER,
              "The device acts at once and the confirmation arrives before the call is answered.",
              "D-wha: no order is promised", ActAtOnce()),
        Fault("access_token_dead", Hook.BEFORE,
              "The access token presented dies before its hour is over.", "X-events; X-recv", KillToken()),
        Fault("refresh_refused", Hook.ON_TOKEN,
              "The refresh token is refused as invalid_grant and the whole chain is revoked.", "X-hydra",
              RefuseRefresh()),
        Fault("token_endpoint_down", Hook.BEFORE,
              "The token endpoint answers 503 with a page of HTML.", "X-ng: issue 200",
              AnswerInstead(503, HTML, _DOWN), operation=TOKEN),
    )
}  # fmt: skip
