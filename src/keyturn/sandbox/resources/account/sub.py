"""Account, sub-accounts: they sign in by themselves and belong to another account."""

from __future__ import annotations

import re

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.account import Account as AccountBody
from keyturn.nuki.models.account import AccountSubCreate, AccountSubUpdate
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.resources.account import account
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world import departures
from keyturn.sandbox.world.people import Account

RULES = (
    Rule(
        "A sub-account signs in by itself and is shown no devices.",
        Confidence.GUESSED,
        "our limit: S-25 gives it rights",
    ),
    Rule(
        "The list of sub-accounts is a list, although the description says: one account.",
        Confidence.REPORTED,
        "live tests of a client",
    ),
    Rule(
        "The bits of rights are kept and not interpreted.", Confidence.GUESSED, "S-25 has three tables that differ"
    ),
    Rule("A sub-account that is unknown or another's is answered 404.", Confidence.GUESSED, "not stated"),
    Rule("A taken address refuses a new sub-account with 400.", Confidence.GUESSED, "S-25 lists no 409 there"),
)

PATTERN_MOST = 100
_REPEATED_GROUP = re.compile(r"\)[*+?{]")


async def list_subs(call: Call) -> Answer:
    """``GET /account/sub?email=``, a regular expression that is found in the address."""
    pattern = _pattern(Query(call.request).text("email"))
    return json_answer([one.shown for one in _subs(call) if pattern is None or pattern.search(one.email)])


async def add_sub(call: Call) -> Answer:
    """``PUT /account/sub``."""
    asked, world = call.body(AccountSubCreate), call.world
    if account.taken(world, asked.email):
        raise ParameterRefused("email", asked.email)
    number = AccountId(world.office.next_number())
    now = to_wire(world.clock.now())
    shown = AccountBody(
        account_id=number,
        type=0,
        email=asked.email,
        name=asked.name,
        creation_date=now,
        update_date=now,
        email_verified=False,
        language=asked.language,
        master_account_id=call.account_id,
        rights=asked.rights,
        profile=asked.profile,
    )
    world.journal.labels.of("password", asked.password)
    world.accounts[number] = Account(number, asked.email, fingerprint(asked.password), shown)
    world.changed()
    return json_answer(shown)


async def get_sub(call: Call) -> Answer:
    """``GET /account/sub/{accountId}``."""
    return json_answer(_sub(call).shown)


async def change_sub(call: Call) -> Answer:
    """``POST /account/sub/{accountId}``."""
    account.apply(call.world, _sub(call), call.body(AccountSubUpdate), keep_tokens=False)
    return NO_CONTENT


async def remove_sub(call: Call) -> Answer:
    """``DELETE /account/sub/{accountId}``."""
    departures.remove_account(call.world, _sub(call).account_id)
    call.world.changed()
    return NO_CONTENT


def _subs(call: Call) -> list[Account]:
    return [one for one in call.world.accounts.values() if one.shown.master_account_id == call.account_id]


def _sub(call: Call) -> Account:
    number = call.number("accountId")
    for one in _subs(call):
        if one.account_id == number:
            return one
    raise StatusRefused(404, "The account has no sub-account of this id")


def _pattern(text: str | None) -> re.Pattern[str] | None:
    if text is None:
        return None
    # A repeated group can take for ever to fail.
    if len(text) > PATTERN_MOST or _REPEATED_GROUP.search(text):
        raise ParameterRefused("email", text)
    try:
        return re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        raise ParameterRefused("email", text) from None


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ACCOUNT_SUBS, list_subs),
    (endpoints.PUT_ACCOUNT_SUBS, add_sub),
    (endpoints.GET_ACCOUNT_SUB, get_sub),
    (endpoints.POST_ACCOUNT_SUB, change_sub),
    (endpoints.DELETE_ACCOUNT_SUB, remove_sub),
)
