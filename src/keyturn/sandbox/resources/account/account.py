"""Account: the account behind the token."""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.account import Account, AccountConfig, AccountUpdate
from keyturn.sandbox.errors import StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world import departures, mailbox, people
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "A new password ends the account's API tokens unless deleteApiTokens=false; OAuth tokens stay alive.",
        Confidence.DOCUMENTED,
        "S-25, P-API; that OAuth tokens stay is guessed",
    ),
    Rule("language is not required when an account is changed.", Confidence.REPORTED, "live tests of a client"),
    Rule(
        "An e-mail address belongs to one account, upper and lower case being the same; 409 otherwise.",
        Confidence.DOCUMENTED,
        "S-25; that case does not count is guessed",
    ),
    Rule(
        "An account that is removed takes its sub-accounts, devices, keys, grants and tokens along.",
        Confidence.GUESSED,
        "by analogy",
    ),
)


async def get_account(call: Call) -> Answer:
    """``GET /account``."""
    return json_answer(call.account.shown)


async def change_account(call: Call) -> Answer:
    """``POST /account?deleteApiTokens=``."""
    asked = call.body(AccountUpdate)
    apply(call.world, call.account, asked, keep_tokens=Query(call.request).flag("deleteApiTokens") is False)
    return NO_CONTENT


async def remove_account(call: Call) -> Answer:
    """``DELETE /account``."""
    departures.remove_account(call.world, call.account_id)
    call.world.changed()
    return NO_CONTENT


def apply(world: World, account: people.Account, asked: AccountUpdate, *, keep_tokens: bool) -> None:
    """Change an account or sub-account. Raises :class:`StatusRefused` 409 when the address is taken."""
    given = {
        name: value
        for name in ("name", "language", "profile", "rights")
        if (value := getattr(asked, name, None)) is not None
    }
    moved = asked.email is not None and asked.email != account.email
    if asked.email is not None and moved:
        refuse_taken(world, asked.email, account)
        given |= {"email": asked.email, "email_verified": False}
        mailbox.ask_to_confirm(world, account.account_id, asked.email)
    if asked.config is not None:
        given["config"] = _config(account.shown, asked.config)
    account.shown = replace(account.shown, **given, update_date=to_wire(world.clock.now()))
    account.email, account.changed = account.shown.email, True
    if asked.password is not None:
        world.journal.labels.of("password", asked.password)
        account.change_password(asked.password)
        if not keep_tokens:
            departures.end_api_tokens(world, account.account_id)
    world.changed()


def refuse_taken(world: World, email: str, but: people.Account | None = None) -> None:
    """Raises :class:`StatusRefused` 409 when another account has the address."""
    if taken(world, email, but):
        raise StatusRefused(409, "Another account has this e-mail address")


def taken(world: World, email: str, but: people.Account | None = None) -> bool:
    """Whether an account other than ``but`` has the address."""
    return any(one is not but and one.email.lower() == email.lower() for one in world.accounts.values())


def _config(shown: Account, asked: AccountConfig) -> AccountConfig:
    # When one-time codes were switched on is the server's to say.
    return replace(asked, otp_enabled_date=shown.config.otp_enabled_date if shown.config else None)


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ACCOUNT, get_account),
    (endpoints.POST_ACCOUNTS, change_account),
    (endpoints.DELETE_ACCOUNTS, remove_account),
)
