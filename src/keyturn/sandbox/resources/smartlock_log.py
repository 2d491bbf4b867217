"""SmartlockLog: the activity log of a device, newest first (order: inferred from the parameter ``id``)."""

from __future__ import annotations

from collections.abc import Callable

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import from_wire
from keyturn.nuki.models.log import SmartlockLog
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import Answer, json_answer

RULES = (
    Rule("The newest entry comes first; 20 entries unless asked, 50 at most.", Confidence.DOCUMENTED, "S-25"),
    Rule("A larger limit is cut, not refused.", Confidence.GUESSED, "clients that ask for more"),
)


LIMIT = 20
LIMIT_MAX = 50
"""A larger limit is cut to this one (documented: 20 and 50; that it is cut and not refused is guessed)."""

Test = Callable[[SmartlockLog], bool]


async def list_logs(call: Call) -> Answer:
    """``GET /smartlock/{smartlockId}/log?limit=&fromDate=&toDate=&action=&accountUserId=&authId=&id=``."""
    return _found(Query(call.request), call.marked(device := call.device(), device.log))


async def list_logs_of_account(call: Call) -> Answer:
    """``GET /smartlock/log?limit=&fromDate=&toDate=&action=&accountUserId=&id=``: of all its devices."""
    devices = call.devices()
    entries = sorted(
        (entry for one in devices for entry in call.marked(one, one.log)),
        key=lambda entry: entry.date,
        reverse=True,
    )
    return _found(Query(call.request), entries)


def _found(query: Query, entries: list[SmartlockLog]) -> Answer:
    limit = query.number("limit")
    if limit is not None and limit < 1:
        raise ParameterRefused("limit", str(limit))
    before = query.text("id")
    if before is not None:
        # Entries older than one that is not kept any more: none (guessed).
        place = next((number for number, entry in enumerate(entries) if entry.id == before), len(entries))
        entries = entries[place + 1 :]
    tests = _tests(query)
    found = [entry for entry in entries if all(test(entry) for test in tests)]
    return json_answer(found[: min(limit or LIMIT, LIMIT_MAX)])


def _tests(query: Query) -> list[Test]:
    tests: list[Test] = []
    action, user, auth = query.number("action"), query.number("accountUserId"), query.text("authId")
    since, until = query.date("fromDate"), query.date("toDate")
    if action is not None:
        tests.append(lambda entry: entry.action == action)
    if user is not None:
        tests.append(lambda entry: entry.account_user_id == user)
    if auth is not None:
        tests.append(lambda entry: entry.auth_id == auth)
    if since is not None:
        tests.append(lambda entry: from_wire(entry.date) >= since)
    if until is not None:
        tests.append(lambda entry: from_wire(entry.date) <= until)
    return tests


BINDINGS: tuple[Binding, ...] = (
    (endpoints.LIST_LOGS, list_logs),
    (endpoints.GET_SMARTLOCKS_LOGS, list_logs_of_account),
)
