"""Notification: set-ups of push messages and of simple webhooks."""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.directory import Notification
from keyturn.sandbox.errors import ParameterRefused, SeedError, StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.seed.seed import check_address
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.office import KeptNotification

RULES = (
    Rule(
        "Set-ups are kept and answered; the sandbox sends none of these messages.", Confidence.GUESSED, "our limit"
    ),
    Rule("The address of a webhook (os 2) has to be https.", Confidence.GUESSED, "as for the other webhooks"),
    Rule(
        "403 for a device or a set-up that is another account's; an unknown set-up is 404 when read, 403 else.",
        Confidence.GUESSED,
        "S-25 lists these statuses",
    ),
    Rule(
        "What another application set up cannot be removed: 405.", Confidence.GUESSED, "S-25 lists the status only"
    ),
)

WEBHOOK = 2
ACTIVE = 1
EVENTS = frozenset({"lock", "unlock", "unlatch", "lockngo", "open", "ring", "doorsensor", "warnings", "smartlock"})
LANGUAGES = frozenset({"cs", "de", "en", "es", "fr", "it", "nl", "sk"})


async def list_notifications(call: Call) -> Answer:
    """``GET /notification?referenceId=``."""
    reference = Query(call.request).text("referenceId")
    mine = [one.shown for one in call.world.office.notifications.values() if one.account_id == call.account_id]
    found = [one for one in mine if reference in {None, one.reference_id}]
    return json_answer(found, secretive=True)


async def add_notification(call: Call) -> Answer:
    """``PUT /notification``."""
    asked = _asked(call)
    secret = asked.secret
    if asked.os == WEBHOOK and secret is None:
        secret = f"{call.world.entropy.number(0, 2**160 - 1):040x}"
    made = replace(
        asked,
        notification_id=call.world.entropy.object_id(),
        secret=secret,
        language=asked.language or "en",
        status=ACTIVE,
        last_active_date=to_wire(call.world.clock.now()),
    )
    return _keep(call, KeptNotification(account_id=call.account_id, client_id=call.bearer.client_id, shown=made))


async def get_notification(call: Call) -> Answer:
    """``GET /notification/{notificationId}``."""
    return json_answer(_own(call, 404).shown, secretive=True)


async def change_notification(call: Call) -> Answer:
    """``POST /notification/{notificationId}``: replaces what a caller may say about it."""
    present, asked = _own(call, 403), _asked(call)
    changed = replace(
        asked,
        notification_id=present.shown.notification_id,
        secret=asked.secret or present.shown.secret,
        language=asked.language or present.shown.language,
        status=present.shown.status,
        last_active_date=to_wire(call.world.clock.now()),
    )
    return _keep(call, replace(present, shown=changed))


async def remove_notification(call: Call) -> Answer:
    """``DELETE /notification/{notificationId}``."""
    present = _own(call, 403)
    if present.client_id != call.bearer.client_id:
        raise StatusRefused(405, "Another application set this notification up")
    del call.world.office.notifications[present.shown.notification_id or ""]
    call.world.changed()
    return NO_CONTENT


def _asked(call: Call) -> Notification:
    asked = call.body(Notification)
    if asked.os == WEBHOOK:
        try:
            check_address("notification address", asked.push_id)
        except SeedError:
            raise ParameterRefused("pushId", asked.push_id) from None
    if asked.language is not None and asked.language not in LANGUAGES:
        raise ParameterRefused("language", asked.language)
    mine = {device.smartlock_id for device in call.world.devices_of.get(call.account_id, ())}
    for setting in asked.settings:
        for event in setting.trigger_events:
            if event not in EVENTS:
                raise ParameterRefused("triggerEvents", event)
        if setting.smartlock_id is not None and setting.smartlock_id not in mine:
            raise StatusRefused(403, "The account has no device of this id")
    return asked


def _own(call: Call, unknown: int) -> KeptNotification:
    found = call.world.office.notifications.get(call.request.parameters["notificationId"])
    if found is None:
        raise StatusRefused(unknown, "There is no notification of this id")
    if found.account_id != call.account_id:
        raise StatusRefused(403, "The notification is another account's")
    return found


def _keep(call: Call, kept: KeptNotification) -> Answer:
    call.world.office.notifications[kept.shown.notification_id or ""] = kept
    call.world.changed()
    return json_answer(kept.shown, secretive=True)


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_NOTIFICATIONS, list_notifications),
    (endpoints.PUT_NOTIFICATIONS, add_notification),
    (endpoints.GET_NOTIFICATION, get_notification),
    (endpoints.POST_NOTIFICATION, change_notification),
    (endpoints.DELETE_NOTIFICATION, remove_notification),
)
