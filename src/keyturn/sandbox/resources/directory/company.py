"""Company: companies among the people of an account."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.directory import Company
from keyturn.sandbox.errors import StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import Answer, json_answer

RULES = (
    Rule(
        "Companies are the account's users of type 1; a sub-account is answered 403.",
        Confidence.GUESSED,
        "S-25 says no more than name and email, and lists 403",
    ),
)

COMPANY = 1


async def list_companies(call: Call) -> Answer:
    """``GET /company``."""
    if call.account.shown.master_account_id is not None:
        raise StatusRefused(403, "A sub-account has no companies")
    users = call.world.office.users.values()
    found = [one for one in users if one.account_id == call.account_id and one.type == COMPANY]
    return json_answer([Company(name=one.name, email=one.email) for one in found])


BINDINGS: tuple[Binding, ...] = ((endpoints.GET_COMPANIES, list_companies),)
