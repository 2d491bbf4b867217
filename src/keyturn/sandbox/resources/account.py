"""Account: the account behind the token."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import Answer, json_answer


async def get_account(call: Call) -> Answer:
    """``GET /account``."""
    return json_answer(call.world.accounts[call.account_id].shown)


BINDINGS: tuple[Binding, ...] = ((endpoints.GET_ACCOUNT, get_account),)
