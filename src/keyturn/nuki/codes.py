"""Coded values of devices (documented: S-25, P-API). Unknown codes occur and must be shown, never dropped."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class DeviceType(IntEnum):
    """``type`` of a smartlock."""

    SMART_LOCK_2 = 0
    BOX = 1
    OPENER = 2
    SMART_DOOR = 3
    SMART_LOCK_4 = 4
    SMART_LOCK_5 = 5


class Mode(IntEnum):
    """``state.mode``. The description's maximum of 4 excludes a value it lists: not enforced."""

    UNINITIALIZED = 0
    PAIRING = 1
    DOOR = 2
    CONTINUOUS = 3
    MAINTENANCE = 4
    CHARGING = 5


class LockState(IntEnum):
    """``state.state`` of types 0, 3, 4 and 5."""

    UNCALIBRATED = 0
    LOCKED = 1
    UNLOCKING = 2
    UNLOCKED = 3
    LOCKING = 4
    UNLATCHED = 5
    UNLOCKED_LOCK_N_GO = 6
    UNLATCHING = 7
    WRONG_ENTRY_CODE = 224
    WRONG_FINGERPRINT = 225
    MOTOR_BLOCKED = 254
    UNDEFINED = 255


class OpenerState(IntEnum):
    """``state.state`` of type 2."""

    UNTRAINED = 0
    ONLINE = 1
    RING_TO_OPEN = 3
    OPEN = 5
    OPENING = 7
    BOOT_RUN = 253
    UNDEFINED = 255


class Trigger(IntEnum):
    """``state.trigger``. 6 means auto lock where a lock reports it (D-whd)."""

    SYSTEM = 0
    MANUAL = 1
    BUTTON = 2
    AUTOMATIC = 3
    WEB = 4
    APP = 5
    AUTO_LOCK = 6
    ACCESSORY = 7


class LockAction(IntEnum):
    """``action`` for types 0, 3, 4 and 5, and ``state.lastAction`` of the same."""

    UNLOCK = 1
    LOCK = 2
    UNLATCH = 3
    LOCK_N_GO = 4
    LOCK_N_GO_UNLATCH = 5


class OpenerAction(IntEnum):
    """``action`` for type 2, and ``state.lastAction`` of the same."""

    ACTIVATE_RTO = 1
    DEACTIVATE_RTO = 2
    OPEN = 3
    ACTIVATE_CM = 6
    DEACTIVATE_CM = 7


class ActionOption(IntFlag):
    """``option`` of an action: a bit mask, 0 to 7."""

    NONE = 0
    FORCE = 2
    FULL_LOCK = 4


class DoorState(IntEnum):
    """``state.doorState``, from the door sensor."""

    UNAVAILABLE = 0
    DEACTIVATED = 1
    CLOSED = 2
    OPENED = 3
    UNKNOWN = 4
    CALIBRATING = 5
    UNCALIBRATED = 16
    REMOVED = 240
    UNDEFINED = 255


class ServerState(IntEnum):
    """``serverState``. 1 to 3: the owner must connect the device to Nuki Web anew; 4: out of reach (P-WH)."""

    OK = 0
    UNREGISTERED = 1
    AUTH_UUID_INVALID = 2
    AUTH_INVALID = 3
    OFFLINE = 4


class AdminPinState(IntEnum):
    """``adminPinState``."""

    OK = 0
    MISSING = 1
    INVALID = 2


class AuthType(IntEnum):
    """``type`` of an authorization. The description's maximum of 2 excludes values it lists: not enforced."""

    APP = 0
    BRIDGE = 1
    FOB = 2
    KEYPAD = 3
    KEYPAD_CODE = 13
    Z_KEY = 14
    VIRTUAL = 15


class ProductVariant(IntEnum):
    """``config.productVariant`` of a Smart Lock 5."""

    GO = 1
    PRO = 2
    ULTRA = 3


class MotorSpeed(IntEnum):
    """``advancedConfig.motorSpeed``."""

    STANDARD = 0
    FAST = 1
    SLOW = 2


class LogAction(IntEnum):
    """``action`` of an activity log entry."""

    UNLOCK = 1
    LOCK = 2
    UNLATCH = 3
    LOCK_N_GO = 4
    LOCK_N_GO_UNLATCH = 5
    RESET = 11
    DOOR_AJAR = 208
    DOOR_MISMATCH = 209
    DOORBELL = 224
    DOOR_OPENED = 240
    DOOR_CLOSED = 241
    SENSOR_JAMMED = 242
    FIRMWARE_UPDATE = 243
    DOOR_LOG_ON = 250
    DOOR_LOG_OFF = 251
    INITIALIZATION = 252
    CALIBRATION = 253
    LOG_ON = 254
    LOG_OFF = 255


class LogTrigger(IntEnum):
    """``trigger`` of an activity log entry: not the same table as ``state.trigger``."""

    SYSTEM = 0
    MANUAL = 1
    BUTTON = 2
    AUTOMATIC = 3
    WEB = 4
    APP = 5
    AUTO_LOCK = 6
    ACCESSORY = 7
    KEYPAD_ERROR = 253
    NUKI_MODE = 254
    KEYPAD = 255


class LogState(IntEnum):
    """``state`` of an activity log entry: how it ended."""

    SUCCESS = 0
    MOTOR_BLOCKED = 1
    CANCELED = 2
    TOO_RECENT = 3
    BUSY = 4
    LOW_VOLTAGE = 5
    CLUTCH_FAILURE = 6
    POWER_FAILURE = 7
    INCOMPLETE = 8
    REJECTED = 9
    REJECTED_NIGHT_MODE = 10
    INVALID_CODE = 224
    INVALID_FINGERPRINT = 225
    INVALID_NFC_TAG = 226
    OTHER_ERROR = 254
    UNKNOWN_ERROR = 255


class LogSource(IntEnum):
    """``source`` of an activity log entry."""

    DEFAULT = 0
    KEYPAD_CODE = 1
    FINGERPRINT = 2
    TAP_TO_UNLOCK = 3
