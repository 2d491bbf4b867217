"""ApiKey, tokens: made by hand, long-lived, told once."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.api_key import ApiKeyToken, ApiKeyTokenChange
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.resources.api_key.key import own
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.seed.seed import API_TOKEN_SCOPES
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world import departures
from keyturn.sandbox.world.office import HandMadeToken
from keyturn.sandbox.world.permits import Token, Use

RULES = (
    Rule("A token made by hand does not expire, and is told once.", Confidence.DOCUMENTED, "D-tok"),
    Rule(
        "It takes at least one scope, and none of the webhooks'; other scopes are refused with 400.",
        Confidence.GUESSED,
        "P-WH: such a token is not enough for webhooks",
    ),
    Rule("A token that is unknown is answered 404.", Confidence.GUESSED, "not stated"),
)


async def list_tokens(call: Call) -> Answer:
    """``GET /api/key/{apiKeyId}/token``; their values are not told again."""
    key = own(call).api_key_id
    return json_answer([one.shown for one in call.world.office.hand_made.values() if one.api_key_id == key])


async def add_token(call: Call) -> Answer:
    """``PUT /api/key/{apiKeyId}/token``."""
    key, asked, world = own(call), call.body(ApiKeyTokenChange), call.world
    scopes = _scopes(asked.scopes or ())
    value = world.entropy.secret()
    label = world.journal.labels.of("api-token", value)
    world.add_token(value, Token(use=Use.API, label=label, account_id=call.account_id, scopes=frozenset(scopes)))
    shown = ApiKeyToken(
        id=world.entropy.object_id(),
        account_id=call.account_id,
        scopes=scopes,
        creation_date=to_wire(world.clock.now()),
        description=asked.description,
    )
    world.office.hand_made[shown.id] = HandMadeToken(
        api_key_id=key.api_key_id, mark=fingerprint(value), shown=shown
    )
    world.journal.record(Kind.TOKEN, label, event="issued", account_id=call.account_id)
    world.changed()
    return json_answer(replace(shown, access_token=value), secretive=True)


async def change_token(call: Call) -> Answer:
    """``POST /api/key/{apiKeyId}/token/{id}``."""
    present, asked, world = _token(call), call.body(ApiKeyTokenChange), call.world
    scopes = present.shown.scopes if asked.scopes is None else _scopes(asked.scopes)
    description = present.shown.description if asked.description is None else asked.description
    shown = replace(present.shown, scopes=scopes, description=description)
    world.office.hand_made[shown.id] = replace(present, shown=shown)
    world.tokens[present.mark].scopes = frozenset(scopes)
    world.changed()
    return NO_CONTENT


async def remove_token(call: Call) -> Answer:
    """``DELETE /api/key/{apiKeyId}/token/{id}``."""
    departures.end_hand_made(call.world, _token(call).shown.id)
    call.world.changed()
    return NO_CONTENT


def _token(call: Call) -> HandMadeToken:
    key, found = own(call), call.world.office.hand_made.get(call.request.parameters["id"])
    if found is None or found.api_key_id != key.api_key_id:
        raise StatusRefused(404, "The API key has no token of this id")
    return found


def _scopes(asked: Iterable[str]) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(asked))
    if not given:
        raise ParameterRefused("scopes", "[]")
    for scope in given:
        if scope not in API_TOKEN_SCOPES:
            raise ParameterRefused("scopes", scope)
    return given


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_API_KEY_TOKENS, list_tokens),
    (endpoints.PUT_API_KEY_TOKENS, add_token),
    (endpoints.POST_API_KEY_TOKEN, change_token),
    (endpoints.DELETE_API_KEY_TOKEN, remove_token),
)
