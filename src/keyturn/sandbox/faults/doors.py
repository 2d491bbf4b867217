"""Faults of devices. Codes: keyturn.nuki.codes and keyturn.nuki.errors."""

from __future__ import annotations

from keyturn.nuki.codes import AdminPinState, DoorState, LockState, LogState, ServerState
from keyturn.nuki.confidence import Confidence
from keyturn.nuki.errors import MOTOR_BLOCKED
from keyturn.sandbox.faults.effects import DeviceFails, KeepsNoLog, OutOfReach, Shows
from keyturn.sandbox.faults.fault import Fault, Hook

DOCUMENTED, GUESSED = Confidence.DOCUMENTED, Confidence.GUESSED
STRUCK = Hook.ON_DEVICE


def _gives_up(name: str, says: str, error_code: str, error: str, log_state: LogState) -> Fault:
    # Which log state goes with which error code is by analogy of their names.
    return Fault(name, STRUCK, f"{says}: error code {error_code}, log state {int(log_state)}.", f"D-err: {error}",
                 DeviceFails(None, log_state, error_code), confidence=DOCUMENTED)  # fmt: skip


FAULTS: tuple[Fault, ...] = (
    Fault("motor_blocked", STRUCK, "The lock starts to move and its motor blocks: state 254, error code 42.",
          "D-err: K_ERROR_MOTOR_BLOCKED",
          DeviceFails(LockState.MOTOR_BLOCKED, LogState.MOTOR_BLOCKED, MOTOR_BLOCKED), confidence=DOCUMENTED),
    Fault("device_offline", STRUCK, "The device is out of reach: serverState 4, nothing moves, error code ff.",
          "D-err: ERROR_UNKNOWN; F19378", OutOfReach()),
    Fault("position_lost", STRUCK, "The lock stops without knowing where: state 255, error code 41.",
          "D-err: K_ERROR_POSITION_UNKNOWN", DeviceFails(LockState.UNDEFINED, LogState.INCOMPLETE, "41"),
          confidence=DOCUMENTED),
    _gives_up("device_busy", "The device is busy", "45", "K_ERROR_BUSY", LogState.BUSY),
    _gives_up("action_cancelled", "Somebody stops the action at the device", "46", "K_ERROR_CANCELED",
              LogState.CANCELED),
    _gives_up("clutch_failure", "The clutch fails", "43", "K_ERROR_CLUTCH_FAILURE", LogState.CLUTCH_FAILURE),
    _gives_up("motor_timeout", "The motor does not arrive in time", "44", "K_ERROR_MOTOR_TIMEOUT",
              LogState.INCOMPLETE),
    _gives_up("low_voltage", "The motor's voltage is too low", "49", "K_ERROR_MOTOR_LOW_VOLTAGE",
              LogState.LOW_VOLTAGE),
    _gives_up("power_failure", "The motor loses its power", "4a", "K_ERROR_MOTOR_POWER_FAILURE",
              LogState.POWER_FAILURE),
    _gives_up("action_rejected", "The device rejects the action", "4e", "K_ERROR_REJECTED", LogState.REJECTED),
    _gives_up("night_mode_rejects", "Night mode rejects the action", "4f", "K_ERROR_REJECTED_NIGHTMODE",
              LogState.REJECTED_NIGHT_MODE),
    _gives_up("device_times_out", "The device does not finish in time", "e2", "K_ERROR_TIMEOUT",
              LogState.OTHER_ERROR),
    Fault("battery_critical", STRUCK, "The battery shows as critical, at 5 %.", "S-25",
          Shows(state={"battery_critical": True, "battery_charge": 5}), confidence=DOCUMENTED),
    Fault("door_sensor_jammed", STRUCK, "The door sensor does not know the door's state: doorState 4.",
          "S-25; that jamming shows so is guessed", Shows(state={"door_state": DoorState.UNKNOWN}),
          confidence=GUESSED),
    Fault("admin_pin_invalid", STRUCK, "adminPinState 2: the admin PIN known to Nuki is wrong.", "S-25",
          Shows({"admin_pin_state": AdminPinState.INVALID}), confidence=DOCUMENTED),
    Fault("server_auth_invalid", STRUCK, "serverState 3: the server's permission at the device is gone.",
          "S-25; X-mon", Shows({"server_state": ServerState.AUTH_INVALID}), confidence=DOCUMENTED),
    Fault("activity_log_off", STRUCK, "The activity log is off: no entries and no DEVICE_LOGS.", "P-WH",
          KeepsNoLog(), confidence=DOCUMENTED),
)  # fmt: skip
