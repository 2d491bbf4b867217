"""Who may use a door: keypad codes and invitations. Digits are told to keys with the scope ``digits`` only.

Serves: confirmed-actions.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable
from functools import partial
from typing import Annotated

from msgspec import Meta, Struct

from keyturn.integration.access.code import Code as Kept
from keyturn.integration.access.code import CodeId, CodeState
from keyturn.integration.access.invite import Invite as KeptInvite
from keyturn.integration.access.invite import InviteId, InviteState
from keyturn.integration.access.lock import Lock
from keyturn.integration.access.window import Window, from_form
from keyturn.integration.api.operation import Call, Operation
from keyturn.integration.api.resources.customers import grant_of
from keyturn.integration.api.resources.doors import door_of
from keyturn.integration.api.shapes import Instant, Page, Taken
from keyturn.integration.errors import GrantLost, RequestRefused
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.partners.key import KeyScope
from keyturn.nuki.auths import MONDAY
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.scopes import Scope

_LOCAL = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"
_TIME = r"^\d{2}:\d{2}$"
Local = Annotated[str, Meta(pattern=_LOCAL, description="In the door's own time zone: 2026-03-29T15:00.")]
Time = Annotated[str, Meta(pattern=_TIME, description="In the door's own time zone: 08:00.")]
Day = Annotated[int, Meta(ge=0, le=6, description="0 is Monday.")]


class WindowNew(Taken, frozen=True):
    """When a code shall open, in the door's own time zone. What is left out does not limit it."""

    since: Local | None = None
    until: Local | None = None
    from_time: Time | None = None
    until_time: Time | None = None
    days: tuple[Day, ...] = ()


class CodeNew(Taken, frozen=True):
    """A code to be; its digits are made here, by the keypad's rules."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    window: WindowNew = WindowNew()


class Code(Struct, frozen=True):
    """A code as known; only ``on_lock`` says that the lock has it. Minutes are of the door's own day."""

    id: str
    grant_id: str
    smartlock_id: int
    name: str
    state: CodeState
    since: Instant | None
    until: Instant | None
    days: list[int]
    from_minute: int
    until_minute: int
    requested_at: Instant
    refusal: str | None
    drift: str | None


class Digits(Struct, frozen=True):
    """What is typed at the door."""

    digits: str


class InviteNew(Taken, frozen=True):
    """A person who shall use the door with the Nuki app."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    email: Annotated[str, Meta(min_length=3, max_length=200, pattern=r"^[^\x00]*$")]


class Invite(Struct, frozen=True):
    """An invitation; ``ready``: its code can be shown, once."""

    id: str
    grant_id: str
    smartlock_id: int
    name: str
    state: InviteState
    requested_at: Instant
    expires_at: Instant
    refusal: str | None
    error_code: str | None


async def codes(call: Call) -> Page[Code]:
    """Every code of a door, ended ones too, the newest first."""
    found = await call.services.code_rows.codes(*await _where(call))
    return Page([shown(code) for code in found], None)


async def code(call: Call) -> Code:
    """One code."""
    return shown(await _code(call))


async def add(call: Call) -> Code:
    """A new code."""
    asked, code_id = call.body, CodeId(secrets.token_hex(12))
    assert isinstance(asked, CodeNew)
    where = await _where(call)
    nuki = call.services.nuki(where[0])
    lock, listed = await call.services.codes.look(*where, nuki)
    wanted = _window(asked.window, lock)
    await _told(call, call.services.codes.add(code_id, lock, listed, asked.name, wanted, nuki))
    return shown(await _kept(call, code_id))


async def change(call: Call) -> Code:
    """Other times."""
    found, asked = await _code(call), call.body
    assert isinstance(asked, WindowNew)
    nuki = call.services.nuki(found.grant_id)
    lock, _ = await call.services.codes.look(found.grant_id, found.smartlock_id, nuki)
    await _told(call, call.services.codes.change(found, _window(asked, lock), nuki))
    return shown(await _kept(call, found.code_id))


async def remove(call: Call) -> Code:
    """Take it off the lock; it is ``removed`` when the lock's own list is without it."""
    found = await _code(call)
    await _told(call, call.services.codes.remove(found, call.services.nuki(found.grant_id)))
    return shown(await _kept(call, found.code_id))


async def digits(call: Call) -> Digits:
    """The digits, for whoever passes them on."""
    return Digits(call.services.codes.digits(await _code(call)).reveal())


async def invites(call: Call) -> Page[Invite]:
    """Everybody invited to a door from here."""
    found = await call.services.invite_rows.invites(*await _where(call))
    return Page([shown_invite(invite) for invite in found], None)


async def invite(call: Call) -> Invite:
    """Invite somebody."""
    asked, invite_id = call.body, InviteId(secrets.token_hex(12))
    assert isinstance(asked, InviteNew)
    where = await _where(call)
    nuki = call.services.nuki(where[0])
    lock, _ = await call.services.codes.look(*where, nuki)
    await _told(call, call.services.invites.invite(invite_id, lock, asked.name, asked.email, nuki))
    return shown_invite(await _invite(call, invite_id))


async def invite_code(call: Call) -> Digits:
    """The code of an invitation, once."""
    await _where(call)
    found = await _invite(call, InviteId(call.path["invite_id"]))
    return Digits((await call.services.invites.show(found)).reveal())


async def _where(call: Call) -> tuple[GrantId, SmartlockId]:
    """The door in the address. Raises :class:`GrantLost`, :class:`RequestRefused`."""
    grant = await grant_of(call)
    if not grant.usable:
        raise GrantLost(f"Grant {grant.grant_id} is {grant.state}.")
    if Scope.SMARTLOCK_AUTH not in grant.scopes:
        raise RequestRefused("The grant is without smartlock.auth.", code="scope-missing")
    return grant.grant_id, (await door_of(call, grant)).smartlock_id


async def _code(call: Call) -> Kept:
    here, found = await _where(call), await call.services.code_rows.code(CodeId(call.path["code_id"]))
    if found is None or (found.grant_id, found.smartlock_id) != here:
        raise RequestRefused(f"There is no code {call.path['code_id']!r} here.", code="unknown-code")
    return found


async def _kept(call: Call, code_id: CodeId) -> Kept:
    found = await call.services.code_rows.code(code_id)
    assert found is not None
    return found


async def _invite(call: Call, invite_id: InviteId) -> KeptInvite:
    for found in await call.services.invite_rows.invites(*await _where(call)):
        if found.invite_id == invite_id:
            return found
    raise RequestRefused(f"There is no invitation {invite_id!r} here.", code="invite-spent")


async def _told(call: Call, work: Awaitable[None]) -> None:
    try:
        await work
    finally:
        call.services.changes.changed()


def _window(asked: WindowNew, lock: Lock) -> Window:
    texts = (asked.since or "", asked.until or "", asked.from_time or "", asked.until_time or "")
    return from_form(*texts, asked.days, lock.zone)


def shown(code: Kept) -> Code:
    """As the API tells it: nothing of the digits."""
    window = code.window
    return Code(
        *(code.code_id, code.grant_id, code.smartlock_id, code.name, code.state, window.since, window.until),
        [day for day in range(7) if window.days & (MONDAY >> day)],
        *(window.from_minute, window.until_minute, code.requested_at, code.refusal, code.drift),
    )


def shown_invite(invite: KeptInvite) -> Invite:
    """As the API tells it: nothing of the code."""
    return Invite(
        *(invite.invite_id, invite.grant_id, invite.smartlock_id, invite.name, invite.state),
        *(invite.requested_at, invite.expires_at, invite.refusal, invite.error_code),
    )


_DOOR = "/grants/{grant_id}/smartlocks/{smartlock_id}"
_CODES, _CODE, _INVITES = _DOOR + "/codes", _DOOR + "/codes/{code_id}", _DOOR + "/invites"
_get = partial(Operation, method="GET", scope=KeyScope.READ)
_post = partial(Operation, method="POST", scope=KeyScope.ACCESS)
_tell = partial(Operation, method="POST", scope=KeyScope.DIGITS, answers=Digits)

OPERATIONS: tuple[Operation, ...] = (
    _get(path=_CODES, name="listCodes", says="The keypad codes of a door.", run=codes, answers=Page[Code]),
    _post(
        path=_CODES,
        name="createCode",
        says="A new keypad code; confirmed when the lock has it.",
        run=add,
        takes=CodeNew,
        answers=Code,
        status=201,
    ),
    _get(path=_CODE, name="getCode", says="One code, without its digits.", run=code, answers=Code),
    _post(
        path=_CODE + "/window",
        name="changeCode",
        says="Other times for a code.",
        run=change,
        takes=WindowNew,
        answers=Code,
    ),
    Operation(
        method="DELETE",
        scope=KeyScope.ACCESS,
        path=_CODE,
        name="removeCode",
        says="Take a code off the lock.",
        run=remove,
        answers=Code,
    ),
    _tell(path=_CODE + "/digits", name="showDigits", says="The digits of a code.", run=digits),
    _get(path=_INVITES, name="listInvites", says="Invitations to a door.", run=invites, answers=Page[Invite]),
    _post(
        path=_INVITES,
        name="createInvite",
        says="Invite a person to use a door with the Nuki app.",
        run=invite,
        takes=InviteNew,
        answers=Invite,
        status=201,
    ),
    _tell(
        path=_INVITES + "/{invite_id}/code",
        name="showInviteCode",
        says="The code of an invitation, once.",
        run=invite_code,
    ),
)
