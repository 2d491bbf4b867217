"""ApiKey: OAuth clients and where they may send a browser back to."""

from __future__ import annotations

from collections.abc import Iterable

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import ApiKeyId
from keyturn.nuki.models.api_key import ApiKey, ApiKeyChange
from keyturn.sandbox.errors import ParameterRefused, SeedError, StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.seed.seed import check_address
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world import departures
from keyturn.sandbox.world.people import Application
from keyturn.secrecy import Secret

RULES = (
    Rule("apiKey is the OAuth client id.", Confidence.GUESSED, "S-25"),
    Rule("A key that is unknown or another account's is answered 404.", Confidence.GUESSED, "not stated"),
    Rule(
        "Redirect addresses that are not https, or have a wildcard, are refused with 400.",
        Confidence.DOCUMENTED,
        "D-oa2, D-int; the status is guessed",
    ),
    Rule("A key that is removed ends the grants given to it and its tokens.", Confidence.GUESSED, "by analogy"),
)

UNNAMED = "API key"


async def list_keys(call: Call) -> Answer:
    """``GET /api/key``."""
    return json_answer([_shown(one) for one in call.world.applications.values() if one.owner == call.account_id])


async def add_key(call: Call) -> Answer:
    """``PUT /api/key``."""
    asked, world = call.body(ApiKeyChange), call.world
    secret = world.entropy.secret()
    world.journal.labels.of("client-secret", secret)
    made = Application(
        name=asked.description or UNNAMED,
        client_id=world.entropy.object_id(),
        client_secret=Secret(secret),
        api_key_id=ApiKeyId(world.office.next_number()),
        redirect_uris=_addresses(asked.redirect_uris or ()),
        webhook_url=None,
        webhook_features=(),
        created=to_wire(world.clock.now()),
        owner=call.account_id,
        description=asked.description,
    )
    world.applications[made.client_id] = made
    world.changed()
    return json_answer(_shown(made))


async def change_key(call: Call) -> Answer:
    """``POST /api/key/{apiKeyId}``."""
    present, asked = own(call), call.body(ApiKeyChange)
    if asked.redirect_uris is not None:
        present.redirect_uris = _addresses(asked.redirect_uris)
    if asked.description is not None:
        present.description = asked.description
    present.changed = True
    call.world.changed()
    return NO_CONTENT


async def remove_key(call: Call) -> Answer:
    """``DELETE /api/key/{apiKeyId}``."""
    departures.remove_application(call.world, own(call).client_id)
    call.world.changed()
    return NO_CONTENT


def own(call: Call) -> Application:
    """The key named in the path. Raises 404 for one that is not the account's."""
    number = call.number("apiKeyId")
    for one in call.world.applications.values():
        if one.api_key_id == number and one.owner == call.account_id:
            return one
    raise StatusRefused(404, "The account has no API key of this id")


def _shown(one: Application) -> ApiKey:
    assert one.owner is not None
    return ApiKey(
        api_key_id=one.api_key_id,
        account_id=one.owner,
        creation_date=one.created,
        description=one.description,
        redirect_uris=one.redirect_uris,
        api_key=one.client_id,
    )


def _addresses(given: Iterable[str]) -> tuple[str, ...]:
    for uri in given:
        try:
            check_address("redirect address", uri)
        except SeedError:
            raise ParameterRefused("redirectUris", uri) from None
    return tuple(dict.fromkeys(given))


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_API_KEYS, list_keys),
    (endpoints.PUT_API_KEYS, add_key),
    (endpoints.POST_API_KEY, change_key),
    (endpoints.DELETE_API_KEY, remove_key),
)
