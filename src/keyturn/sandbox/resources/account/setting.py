"""Account, settings: how Nuki Web shows itself."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.account import AccountSetting
from keyturn.sandbox.errors import StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer

RULES = (
    Rule("Settings that were never stored, or were removed, are answered 404.", Confidence.DOCUMENTED, "S-25"),
    Rule("Storing settings replaces all of them.", Confidence.GUESSED, "the method is PUT"),
)


async def get_setting(call: Call) -> Answer:
    """``GET /account/setting``."""
    kept = call.world.office.settings.get(call.account_id)
    if kept is None:
        raise StatusRefused(404, "The account has stored no settings")
    return json_answer(kept)


async def store_setting(call: Call) -> Answer:
    """``PUT /account/setting``: the answer echoes them."""
    kept = call.world.office.settings[call.account_id] = call.body(AccountSetting)
    call.world.changed()
    return json_answer(kept)


async def remove_setting(call: Call) -> Answer:
    """``DELETE /account/setting``."""
    call.world.office.settings.pop(call.account_id, None)
    call.world.changed()
    return NO_CONTENT


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ACCOUNT_SETTING, get_setting),
    (endpoints.PUT_ACCOUNT_SETTING, store_setting),
    (endpoints.DELETE_ACCOUNT_SETTING, remove_setting),
)
