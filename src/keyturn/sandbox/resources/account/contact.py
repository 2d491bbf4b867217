"""Account, by mail: another address, the confirmation once more, a forgotten password."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.account import AccountEmailChange, AccountPasswordReset
from keyturn.sandbox.resources.account.account import refuse_taken
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer
from keyturn.sandbox.world import mailbox

RULES = (
    Rule(
        "A new e-mail address counts once its mail was answered; until then the old one stays.",
        Confidence.GUESSED,
        "S-25 says only that a mail is sent",
    ),
    Rule(
        "A password reset is answered 204 whether or not the address is known, and needs some living token.",
        Confidence.GUESSED,
        "S-25 documents 204 and 401 and names a security scheme it does not define",
    ),
)


async def change_email(call: Call) -> Answer:
    """``POST /account/email/change``."""
    email = call.body(AccountEmailChange).email
    refuse_taken(call.world, email, call.account)
    call.world.office.emails_asked[call.account_id] = email
    mailbox.ask_to_confirm(call.world, call.account_id, email)
    return NO_CONTENT


async def verify_email(call: Call) -> Answer:
    """``POST /account/email/verify``: the mail goes out again, if there is anything to confirm."""
    asked = call.world.office.emails_asked.get(call.account_id)
    if asked is not None:
        refuse_taken(call.world, asked, call.account)
        mailbox.ask_to_confirm(call.world, call.account_id, asked)
    elif not call.account.shown.email_verified:
        mailbox.ask_to_confirm(call.world, call.account_id, call.account.email)
    return NO_CONTENT


async def reset_password(call: Call) -> Answer:
    """``POST /account/password/reset``."""
    asked = call.body(AccountPasswordReset)
    for account in call.world.accounts.values():
        if account.email.lower() == asked.email.lower():
            keep = asked.delete_api_tokens is False
            mailbox.ask_for_password(call.world, account.account_id, account.email, keep_tokens=keep)
    return NO_CONTENT


BINDINGS: tuple[Binding, ...] = (
    (endpoints.POST_ACCOUNT_EMAIL_CHANGE, change_email),
    (endpoints.POST_ACCOUNT_EMAIL_VERIFY, verify_email),
    (endpoints.POST_ACCOUNT_PASSWORD_RESET, reset_password),
)
