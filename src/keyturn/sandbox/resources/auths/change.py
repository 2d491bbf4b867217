"""SmartlockAuth: changing and deleting, one or several."""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.codes import AuthType
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.auth import AuthMultiUpdate, AuthUpdate, SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Change, Kind
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.errors import StatusRefused
from keyturn.sandbox.resources.auths import asked
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer

RULES = (
    Rule(
        "An update replaces the whole: what is not sent is gone, enabled becomes true, remoteAllowed false.",
        Confidence.REPORTED,
        "F40095: name and code alone wiped the window; the defaults are guessed",
    ),
    Rule("An update of a keypad code without its code is answered 422.", Confidence.GUESSED, "X-recv saw 422"),
    Rule("While a change is pending, another is answered 423.", Confidence.DOCUMENTED, "S-25"),
    Rule("An unknown authorization is answered 403.", Confidence.GUESSED, "S-25 documents 401 and 403 only"),
    Rule("Of several, one refusal refuses all.", Confidence.GUESSED, "our choice"),
)

Found = tuple[Device, SmartlockAuth]


async def change(call: Call) -> Answer:
    """``POST /smartlock/{smartlockId}/auth/{id}``."""
    device = call.device()
    found = device, listed(call, device, call.request.parameters["id"])
    _send(call, Kind.UPDATE, [(device, _changed(call, found, call.body(AuthUpdate)))])
    return NO_CONTENT


async def change_several(call: Call) -> Answer:
    """``POST /smartlock/auth``."""
    bodies = call.body(tuple[AuthMultiUpdate, ...])
    last = {body.id: body for body in bodies}
    found = [(_find(call, auth_id), body) for auth_id, body in last.items()]
    _send(call, Kind.UPDATE, [(one[0], _changed(call, one, body)) for one, body in found])
    return NO_CONTENT


async def delete(call: Call) -> Answer:
    """``DELETE /smartlock/{smartlockId}/auth/{id}``."""
    device = call.device()
    auth = listed(call, device, call.request.parameters["id"])
    _free(auth)
    _send(call, Kind.DELETE, [(device, auth)])
    return NO_CONTENT


async def delete_several(call: Call) -> Answer:
    """``DELETE /smartlock/auth``: a list of ids."""
    found = [_find(call, auth_id) for auth_id in dict.fromkeys(call.body(tuple[str, ...]))]
    for _, auth in found:
        _free(auth)
    _send(call, Kind.DELETE, found)
    return NO_CONTENT


def listed(call: Call, device: Device, auth_id: str) -> SmartlockAuth:
    """One of a device's list. Raises :class:`StatusRefused`."""
    auth = device.inside.keyring.listed.get(auth_id)
    if auth is None:
        raise call.unknown("The device has no authorization of this id")
    return auth


def _find(call: Call, auth_id: str) -> Found:
    for device in call.devices():
        if auth_id in device.inside.keyring.listed:
            call.need_hosting(device)
            return device, device.inside.keyring.listed[auth_id]
    raise call.unknown("The account's devices have no authorization of this id")


def _changed(call: Call, found: Found, body: AuthUpdate) -> SmartlockAuth:
    device, auth = found
    _free(auth)
    window = asked.window(body, auth.type)
    if window["account_user_id"] is None and auth.type != AuthType.KEYPAD_CODE:
        window["account_user_id"] = auth.account_user_id
    if auth.type == AuthType.KEYPAD_CODE and body.code is None:
        raise StatusRefused(422, "A keypad authorization has to be sent with its code")
    changed = replace(
        auth,
        enabled=True if body.enabled is None else body.enabled,
        remote_allowed=bool(body.remote_allowed),
        code=body.code,
        **window,
    )
    asked.judge(call, device, changed)
    return changed


def _free(auth: SmartlockAuth) -> None:
    if auth.operation_id is not None:
        raise StatusRefused(423, "Another operation on this authorization has not ended yet")


def _send(call: Call, kind: Kind, changes: list[Found]) -> None:
    for device, auth in changes:
        call.world.registrar.ask(device, Change(kind, auth))
    call.world.changed()


BINDINGS: tuple[Binding, ...] = (
    (endpoints.POST_SMARTLOCK_AUTH, change),
    (endpoints.POST_SMARTLOCKS_AUTHS, change_several),
    (endpoints.DELETE_SMARTLOCK_AUTH, delete),
    (endpoints.DELETE_SMARTLOCKS_AUTHS, delete_several),
)
