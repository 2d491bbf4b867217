"""SmartlockAuth: new authorizations, on one device or several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from keyturn.nuki import endpoints
from keyturn.nuki.auths import INVITE_DIGITS, INVITE_SECONDS
from keyturn.nuki.codes import AuthType
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import RequestId
from keyturn.nuki.models.action import AdvancedReceipt
from keyturn.nuki.models.auth import AuthCreate, AuthsAdvancedCreate, AuthsCreate, SmartlockAuth, Window
from keyturn.nuki.webhooks import ApiTrigger
from keyturn.sandbox.devices.access.keyring import Change, Invite, Kind
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import Receipt
from keyturn.sandbox.errors import ParameterRefused, PaymentRefused
from keyturn.sandbox.program import hosting
from keyturn.sandbox.resources.auths import asked
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.outbox import Letter

RULES = (
    Rule(
        "Where some devices lack Smart Hosting, the advanced creation goes on without them and names them in error.",
        Confidence.DOCUMENTED,
        "S-25: error has message and smartlock ids; that the others go on is guessed",
    ),
    Rule("A creation is answered 204 without an id.", Confidence.DOCUMENTED, "S-25, D-con"),
    Rule(
        "For a new app user an invite code of 9 digits is mailed, one per lock; it holds for 48 hours.",
        Confidence.REPORTED,
        "F39051, F28265; D-how for the 48 hours",
    ),
    Rule(
        "The advanced creation mails nothing: the one invite code is in the AuthCreation webhook.",
        Confidence.DOCUMENTED,
        "P-API, P-WH",
    ),
    Rule("In a request for several devices, one refusal refuses all.", Confidence.GUESSED, "our choice"),
    Rule(
        "The shared key itself is not part of the answer.", Confidence.DOCUMENTED, "S-25 lists authorizations only"
    ),
)


async def create(call: Call) -> Answer:
    """``PUT /smartlock/{smartlockId}/auth``."""
    return _create(call, (call.device(),), call.body(AuthCreate))


async def create_on_several(call: Call) -> Answer:
    """``PUT /smartlock/auth``."""
    body = call.body(AuthsCreate)
    return _create(call, _devices(call, body.smartlock_ids), body)


async def create_advanced(call: Call) -> Answer:
    """``PUT /smartlock/auth/advanced``."""
    body = call.body(AuthsAdvancedCreate)
    devices = _devices(call, body.smartlock_ids)
    hosted = tuple(device for device in devices if not call.unhosted(device))
    if not hosted:
        raise PaymentRefused(hosting.ERROR)
    made = []
    for device in hosted:
        auth = _auth(call, device, body, AuthType.APP, remote=body.remote_allowed)
        asked.judge(call, device, auth)
        made.append((device, auth))
    invite = _invite_code(call)
    for device, auth in made:
        _keep_invite(call, device, auth, invite)
    receipt = Receipt(ApiTrigger.AUTH_CREATION, RequestId(call.world.entropy.object_id()), call.bearer.client_id)
    call.world.creation(receipt, invite).begin(made)
    call.world.changed()
    left_out = ", ".join(str(device.smartlock_id) for device in devices if device not in hosted)
    error = f"{hosting.ERROR}: {left_out}" if left_out else None
    return json_answer(AdvancedReceipt(request_id=receipt.request_id, error=error))


async def create_with_shared_key(call: Call) -> Answer:
    """``POST …/auth/advanced/sharedkey``."""
    device = call.device()
    auth = _auth(call, device, call.body(Window), AuthType.APP, remote=True)
    asked.judge(call, device, auth)
    asked.judge_room(device, auth)
    shown = call.world.registrar.ask(device, Change(Kind.CREATE, auth))
    call.world.changed()
    return json_answer([shown], secretive=True)


def _create(call: Call, devices: Iterable[Device], body: AuthCreate) -> Answer:
    made = []
    for device in devices:
        call.need_hosting(device)
        kind = asked.kind_of(body.type)
        auth = _auth(call, device, body, kind, remote=body.remote_allowed, code=body.code)
        asked.judge(call, device, auth)
        asked.judge_room(device, auth)
        made.append((device, auth))
    for device, auth in made:
        call.world.registrar.ask(device, Change(Kind.CREATE, auth))
        if auth.type == AuthType.APP:
            _mail_invite(call, device, auth)
    call.world.changed()
    return NO_CONTENT


def _auth(
    call: Call, device: Device, body: Window, kind: AuthType, *, remote: bool, code: int | None = None
) -> SmartlockAuth:
    return SmartlockAuth(
        id=call.world.entropy.object_id(),
        smartlock_id=device.smartlock_id,
        type=kind,
        enabled=True,
        remote_allowed=remote,
        lock_count=0,
        code=code,
        creation_date=to_wire(call.world.clock.now()),
        **asked.window(body, kind),
    )


def _devices(call: Call, ids: tuple[int, ...] | None) -> tuple[Device, ...]:
    if not ids:
        raise ParameterRefused("smartlockIds", "null" if ids is None else "[]")
    found = []
    for number in dict.fromkeys(ids):
        device = call.find(number)
        if device is None:
            raise ParameterRefused("smartlockIds", str(number))
        found.append(device)
    return tuple(found)


def _invite_code(call: Call) -> str:
    code = str(call.world.entropy.number(10 ** (INVITE_DIGITS - 1), 10**INVITE_DIGITS - 1))
    call.world.journal.labels.of("invite-code", code)
    return code


def _keep_invite(call: Call, device: Device, auth: SmartlockAuth, code: str) -> None:
    until = call.world.clock.now() + timedelta(seconds=INVITE_SECONDS)
    device.inside.keyring.invites[auth.id] = Invite(code=code, until=until)


def _mail_invite(call: Call, device: Device, auth: SmartlockAuth) -> None:
    code = _invite_code(call)
    _keep_invite(call, device, auth, code)
    user = call.world.office.users[auth.account_user_id or 0]
    call.world.outbox.append(
        Letter(
            at=call.world.clock.now(),
            to=user.email,
            about="invite",
            text=f"You may use {device.shown.name!r}. Enter the invite code in the app within 48 hours.",
            smartlock_id=device.smartlock_id,
            secret=code,
        )
    )


BINDINGS: tuple[Binding, ...] = (
    (endpoints.PUT_SMARTLOCK_AUTHS, create),
    (endpoints.PUT_SMARTLOCKS_AUTHS, create_on_several),
    (endpoints.PUT_SMARTLOCK_AUTHS_ADVANCED, create_advanced),
    (endpoints.POST_SMARTLOCK_AUTH_WITH_SHARED_KEY, create_with_shared_key),
)
