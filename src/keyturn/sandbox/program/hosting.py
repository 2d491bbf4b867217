"""Smart Hosting: what an application of type SHORT_RENTAL meets at a lock without a subscription.

Pure. Only locks and Smart Doors need one, and only where such an application calls.
"""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki.codes import DeviceType
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox.world.people import Application

RULES = (
    Rule(
        "A SHORT_RENTAL application gets an error at locks and Smart Doors without an active Smart Hosting.",
        Confidence.REPORTED,
        "F21795",
    ),
    Rule(
        "Reads of such a device answer 200 with its error and without its data; its logs and authorizations carry it.",
        Confidence.GUESSED,
        "S-25 has error fields on all three",
    ),
    Rule("Writes to such a device are answered 402.", Confidence.GUESSED, "S-25 lists 402 for them"),
)
SHORT_RENTAL = "SHORT_RENTAL"
ERROR = "The device has no active Smart Hosting subscription"
_NEED_IT = frozenset(
    {DeviceType.SMART_LOCK_2, DeviceType.SMART_DOOR, DeviceType.SMART_LOCK_4, DeviceType.SMART_LOCK_5}
)


def lacking(application: Application | None, shown: Smartlock) -> bool:
    """Whether this application may not work with this device for want of a subscription."""
    if application is None or application.advanced is None or application.advanced.type != SHORT_RENTAL:
        return False
    subscription = shown.current_subscription
    return shown.type in _NEED_IT and (subscription is None or subscription.state != "ACTIVE")


def bare(shown: Smartlock) -> Smartlock:
    """What is left of a device in the answer: what the description requires, its subscriptions, and the error."""
    return replace(
        shown,
        config=None,
        advanced_config=None,
        smartdoor_advanced_config=None,
        web_config=None,
        state=None,
        firmware_version=None,
        hardware_version=None,
        error=ERROR,
    )
