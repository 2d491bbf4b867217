"""ApiKey, Advanced API: applying for it, its settings, and webhooks that were switched off."""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.api_key import AdvancedApiKey, AdvancedApply, AdvancedUpdate, KeyStatus
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.errors import ParameterRefused, SeedError, StatusRefused
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.resources.api_key.key import own
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.seed.seed import check_address
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.people import Advanced, Application

RULES = (
    Rule(
        "The client secret shows from TESTING on; before, the field is empty, because it is called required.",
        Confidence.DOCUMENTED,
        "S-25; that it is empty is guessed",
    ),
    Rule(
        "A key of another account is answered 403 when its application is read, one without an application 404.",
        Confidence.GUESSED,
        "S-25 lists both",
    ),
    Rule("Whoever applied already, and was not refused, is answered 400.", Confidence.GUESSED, "S-25"),
    Rule(
        "Giving the Advanced API up leaves the application INACTIVE.", Confidence.GUESSED, "S-25 names the status"
    ),
    Rule("The type ONLY_SECRET has no webhook features.", Confidence.DOCUMENTED, "S-25"),
    Rule("Reactivating webhooks that are on changes nothing.", Confidence.GUESSED, "not stated"),
)

SECRET_ONLY = "ONLY_SECRET"  # noqa: S105


async def get_advanced(call: Call) -> Answer:
    """``GET /api/key/{apiKeyId}/advanced``."""
    number = call.number("apiKeyId")
    found = next((one for one in call.world.applications.values() if one.api_key_id == number), None)
    if found is not None and found.owner != call.account_id:
        raise StatusRefused(403, "The API key is another account's")
    if found is None or found.advanced is None:
        raise StatusRefused(404, "Nobody applied for the Advanced API with an API key of this id")
    return json_answer(_shown(found, found.advanced), secretive=True)


async def apply(call: Call) -> Answer:
    """``PUT /api/key/{apiKeyId}/advanced``."""
    key, asked, world = own(call), call.body(AdvancedApply), call.world
    if key.advanced is not None and key.advanced.status != KeyStatus.INACTIVE:
        raise ParameterRefused("apiKeyId", str(key.api_key_id))
    if asked.type != SECRET_ONLY:
        _check(asked.webhook_url)
    now = to_wire(world.clock.now())
    key.advanced = Advanced(
        name=asked.name,
        country=asked.country,
        description=asked.description,
        type=asked.type,
        url=asked.url,
        email=asked.email,
        restricted=asked.restricted,
        status=KeyStatus.APPLIED,
        created=now,
        updated=now,
    )
    key.name = asked.name
    _listen(key, asked.webhook_url, () if asked.type == SECRET_ONLY else asked.webhook_features)
    world.journal.record(Kind.PROGRAM, key.client_id, event="applied")
    world.changed()
    return NO_CONTENT


async def change(call: Call) -> Answer:
    """``POST /api/key/{apiKeyId}/advanced``: webhook address and features, nothing else."""
    key, asked = own(call), call.body(AdvancedUpdate)
    advanced = _advanced(key)
    if advanced.type != SECRET_ONLY:
        _check(asked.webhook_url)
    _listen(key, asked.webhook_url, () if advanced.type == SECRET_ONLY else asked.webhook_features)
    _keep(call, key, advanced)
    return NO_CONTENT


async def give_up(call: Call) -> Answer:
    """``DELETE /api/key/{apiKeyId}/advanced``."""
    key = own(call)
    if key.advanced is not None:
        _keep(call, key, replace(key.advanced, status=KeyStatus.INACTIVE))
    return NO_CONTENT


async def reactivate(call: Call) -> Answer:
    """``POST /api/key/{apiKeyId}/advanced/reactivate``."""
    key = own(call)
    _keep(call, key, replace(_advanced(key), webhook_status="ACTIVE"))
    return NO_CONTENT


def _advanced(key: Application) -> Advanced:
    if key.advanced is None:
        raise ParameterRefused("apiKeyId", str(key.api_key_id))
    return key.advanced


def _keep(call: Call, key: Application, advanced: Advanced) -> None:
    key.advanced = replace(advanced, updated=to_wire(call.world.clock.now()))
    key.changed = True
    call.world.changed()


def _listen(key: Application, url: str, features: tuple[Feature, ...]) -> None:
    key.webhook_url, key.webhook_features = url or None, tuple(dict.fromkeys(features))
    key.changed = True


def _check(url: str) -> None:
    try:
        check_address("webhook address", url)
    except SeedError:
        raise ParameterRefused("webhookUrl", url) from None


def _shown(key: Application, advanced: Advanced) -> AdvancedApiKey:
    return AdvancedApiKey(
        name=advanced.name,
        country=advanced.country,
        description=advanced.description,
        type=advanced.type,
        url=advanced.url,
        email=advanced.email,
        webhook_url=key.webhook_url or "",
        webhook_features=key.webhook_features,
        restricted=advanced.restricted,
        secret=key.client_secret.reveal() if advanced.open else "",
        status=advanced.status,
        creation_date=advanced.created,
        update_date=advanced.updated,
        webhook_status=advanced.webhook_status,
    )


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_API_KEY_ADVANCED, get_advanced),
    (endpoints.PUT_API_KEY_ADVANCED, apply),
    (endpoints.POST_API_KEY_ADVANCED, change),
    (endpoints.DELETE_API_KEY_ADVANCED, give_up),
    (endpoints.POST_API_KEY_ADVANCED_REACTIVATE, reactivate),
)
