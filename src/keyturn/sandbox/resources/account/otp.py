"""Account, one-time codes: the second factor of signing in."""

from __future__ import annotations

import base64

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.account import AccountConfig, AccountOtpEnable
from keyturn.sandbox.errors import StatusRefused, Unauthorized
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.second_factor.codes import OneTimeCodes, Verdict

RULES = (
    Rule(
        "The secret of one-time codes is a bare JSON string in base 32.",
        Confidence.REPORTED,
        "live tests of a client",
    ),
    Rule("A wrong code is answered 401, one too many 429.", Confidence.DOCUMENTED, "S-25"),
)


async def create_secret(call: Call) -> Answer:
    """``PUT /account/otp``: another secret each time, until codes are switched on."""
    present = call.world.office.one_time_codes.get(call.account_id)
    if present is not None and present.enabled:
        raise StatusRefused(405, "One-time codes are switched on already")
    raw = call.world.entropy.number(0, 2**160 - 1).to_bytes(20, "big")
    secret = base64.b32encode(raw).decode()
    call.world.journal.labels.of("otp-secret", secret)
    wrong = present.wrong if present is not None else []
    call.world.office.one_time_codes[call.account_id] = OneTimeCodes(secret=secret, wrong=wrong)
    call.world.changed()
    return json_answer(secret, secretive=True)


async def switch_on(call: Call) -> Answer:
    """``POST /account/otp``, with a first code."""
    given, now = call.body(AccountOtpEnable).otp, call.world.clock.now()
    codes = call.world.office.one_time_codes.get(call.account_id)
    if codes is None:
        raise Unauthorized
    verdict = codes.judge(given, now)
    call.world.changed()
    if verdict is Verdict.TOO_MANY:
        raise StatusRefused(429, "Too many wrong one-time codes")
    if verdict is Verdict.WRONG:
        raise Unauthorized
    codes.enabled = True
    _show(call, to_wire(now))
    return NO_CONTENT


async def switch_off(call: Call) -> Answer:
    """``DELETE /account/otp``."""
    call.world.office.one_time_codes.pop(call.account_id, None)
    _show(call, None)
    return NO_CONTENT


def _show(call: Call, since: str | None) -> None:
    account = call.account
    config = account.shown.config or AccountConfig(alexa_pin="", gactions_home_pin="")
    account.shown = replace(account.shown, config=replace(config, otp_enabled_date=since))
    account.changed = True
    call.world.changed()


BINDINGS: tuple[Binding, ...] = (
    (endpoints.PUT_ACCOUNT_OTP, create_secret),
    (endpoints.POST_ACCOUNT_OTP, switch_on),
    (endpoints.DELETE_ACCOUNT_OTP, switch_off),
)
