"""AdvancedApi, webhook log: the last deliveries of an application, newest first."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.resources.api_key.key import own
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import Answer, json_answer

RULES = (
    Rule(
        "The newest delivery comes first; id asks for older ones; 50 unless asked for 1 to 100, other limits count "
        "as 50.",
        Confidence.DOCUMENTED,
        "P-WH, S-25",
    ),
    Rule("response is the message as it was sent, signatures included.", Confidence.DOCUMENTED, "D-whm"),
    Rule("The log is the application's: deliveries for every account.", Confidence.GUESSED, "D-whm"),
)

LIMIT, LIMIT_MAX = 50, 100


async def list_logs(call: Call) -> Answer:
    """``GET /api/key/{apiKeyId}/webhook/logs?id=&limit=``."""
    key, query = own(call), Query(call.request)
    limit, before = query.number("limit"), query.text("id")
    found = call.world.webhook_logs(key)
    if before is not None:
        found = [one for one in found if one.id < before.lower()]
    count = limit if limit is not None and 1 <= limit <= LIMIT_MAX else LIMIT
    return json_answer(found[:count])


BINDINGS: tuple[Binding, ...] = ((endpoints.GET_WEBHOOK_LOGS, list_logs),)
