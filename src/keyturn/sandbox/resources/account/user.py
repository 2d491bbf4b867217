"""AccountUser: people to whom access can be given; each change is told by ACCOUNT_USER."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.account import AccountUser, AccountUserCreate, AccountUserUpdate
from keyturn.sandbox.devices.access.keyring import Change, Kind
from keyturn.sandbox.devices.events import UserChanged
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.world import World

RULES = (
    Rule("A user that is removed loses the authorizations on all devices.", Confidence.DOCUMENTED, "S-25"),
    Rule(
        "A user that is removed has an operationId for 3 seconds and refuses a second removal with 423.",
        Confidence.DOCUMENTED,
        "S-25; the time is guessed",
    ),
    Rule(
        "At most 100 users are listed at once; a larger limit is cut.",
        Confidence.DOCUMENTED,
        "S-25; number guessed",
    ),
    Rule(
        "Changing a user is answered 200 with the user.", Confidence.REPORTED, "S-25 lists 204 as well; live tests"
    ),
    Rule(
        "An address is given once in an account: 400 for a new user, 409 for a changed one.",
        Confidence.GUESSED,
        "S-25 lists 409 for the change only",
    ),
    Rule("A user that is unknown or another's is answered 404.", Confidence.GUESSED, "not stated"),
)

LIMIT_MAX = 100
REMOVAL_SECONDS = 3.0


async def list_users(call: Call) -> Answer:
    """``GET /account/user?email=&offset=&limit=``."""
    query = Query(call.request)
    email, offset, limit = query.text("email"), query.count("offset") or 0, query.count("limit")
    found = [one for one in _users(call) if email is None or one.email.lower() == email.lower()]
    return json_answer(found[offset : offset + min(LIMIT_MAX if limit is None else limit, LIMIT_MAX)])


async def add_user(call: Call) -> Answer:
    """``PUT /account/user``."""
    asked = call.body(AccountUserCreate)
    if _taken(call, asked.email):
        raise ParameterRefused("email", asked.email)
    now = to_wire(call.world.clock.now())
    made = AccountUser(
        account_user_id=call.world.office.next_number(),
        account_id=call.account_id,
        email=asked.email,
        name=asked.name,
        creation_date=now,
        update_date=now,
        type=asked.type,
        language=asked.language,
    )
    await _keep(call, made)
    return json_answer(made)


async def get_user(call: Call) -> Answer:
    """``GET /account/user/{accountUserId}``."""
    return json_answer(_user(call))


async def change_user(call: Call) -> Answer:
    """``POST /account/user/{accountUserId}``."""
    present, asked = _user(call), call.body(AccountUserUpdate)
    if asked.email is not None and _taken(call, asked.email, but=present):
        raise StatusRefused(409, "Another user of the account has this e-mail address")
    changed = replace(
        present,
        email=asked.email or present.email,
        name=asked.name or present.name,
        language=asked.language or present.language,
        update_date=to_wire(call.world.clock.now()),
    )
    await _keep(call, changed)
    return json_answer(changed)


async def remove_user(call: Call) -> Answer:
    """``DELETE /account/user/{accountUserId}``: in the background."""
    present, world = _user(call), call.world
    if present.operation_id is not None:
        raise StatusRefused(423, "The user is being removed already")
    world.office.users[present.account_user_id] = replace(present, operation_id=world.entropy.object_id())
    for device in world.devices_of.get(call.account_id, ()):
        for auth in list(device.inside.keyring.listed.values()):
            if auth.account_user_id == present.account_user_id and auth.operation_id is None:
                world.registrar.ask(device, Change(Kind.DELETE, auth))
    world.clock.schedule(REMOVAL_SECONDS, partial(_remove, world, present))
    world.changed()
    return NO_CONTENT


async def _remove(world: World, user: AccountUser) -> None:
    if world.office.users.pop(user.account_user_id, None) is not None:
        await world.tell(UserChanged(AccountId(user.account_id), user, deleted=True))


async def _keep(call: Call, user: AccountUser) -> None:
    call.world.office.users[user.account_user_id] = user
    await call.world.tell(UserChanged(call.account_id, user))


def _users(call: Call) -> list[AccountUser]:
    return [one for one in call.world.office.users.values() if one.account_id == call.account_id]


def _user(call: Call) -> AccountUser:
    user = call.world.office.users.get(call.number("accountUserId"))
    if user is None or user.account_id != call.account_id:
        raise StatusRefused(404, "The account has no user of this id")
    return user


def _taken(call: Call, email: str, but: AccountUser | None = None) -> bool:
    return any(one is not but and one.email.lower() == email.lower() for one in _users(call))


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ACCOUNT_USERS, list_users),
    (endpoints.PUT_ACCOUNT_USERS, add_user),
    (endpoints.GET_ACCOUNT_USER, get_user),
    (endpoints.POST_ACCOUNT_USER, change_user),
    (endpoints.DELETE_ACCOUNT_USER, remove_user),
)
