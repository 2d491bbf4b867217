"""AdvancedApi, decentral webhooks: an application's registrations in an account."""

from __future__ import annotations

from urllib.parse import urlsplit

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.ids import WebhookId
from keyturn.nuki.models.webhook import DecentralWebhook
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.people import Registration

RULES = (
    Rule(
        "The address has to be https; the secret is told once, in the answer to the registration.",
        Confidence.DOCUMENTED,
        "S-25; X-events",
    ),
    Rule(
        "An application sees and removes its own registrations in the account, and no others.",
        Confidence.GUESSED,
        "by analogy",
    ),
    Rule("An address may be registered twice.", Confidence.GUESSED, "not stated"),
    Rule("A registration that is unknown is answered 404 when it is removed.", Confidence.GUESSED, "our choice"),
)


FEATURES = frozenset(str(feature) for feature in Feature)


async def list_webhooks(call: Call) -> Answer:
    """``GET /api/decentralWebhook``; the secrets are not told again (reported: X-events)."""
    return json_answer([_shown(one) for one in _own(call)])


async def register_webhook(call: Call) -> Answer:
    """``PUT /api/decentralWebhook``; an address may be registered twice (guessed)."""
    asked = call.body(DecentralWebhook)
    if not _is_https(asked.webhook_url):
        raise ParameterRefused("webhookUrl", asked.webhook_url)
    for feature in asked.webhook_features:
        if feature not in FEATURES:
            raise ParameterRefused("webhookFeatures", feature)
    assert call.bearer.client_id is not None  # an API token does not come here
    made = Registration(
        webhook_id=call.world.new_webhook_id(),
        account_id=call.account_id,
        client_id=call.bearer.client_id,
        url=asked.webhook_url,
        features=tuple(dict.fromkeys(asked.webhook_features)),
        secret=call.world.entropy.secret(),
    )
    call.world.add_registration(made)
    call.world.changed()
    return json_answer(_shown(made, secret=made.secret), secretive=True)


async def remove_webhook(call: Call) -> Answer:
    """``DELETE /api/decentralWebhook/{id}``."""
    webhook_id = WebhookId(call.number("id"))
    if webhook_id not in {one.webhook_id for one in _own(call)}:
        raise StatusRefused(404, "No webhook of this id was registered with this account and application")
    del call.world.registrations[webhook_id]
    call.world.changed()
    return NO_CONTENT


def _own(call: Call) -> list[Registration]:
    found = call.world.registrations_of(call.account_id)
    return [one for one in found if one.client_id == call.bearer.client_id]


def _shown(one: Registration, secret: str | None = None) -> DecentralWebhook:
    return DecentralWebhook(id=one.webhook_id, secret=secret, webhook_url=one.url, webhook_features=one.features)


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


BINDINGS: tuple[Binding, ...] = (
    (endpoints.LIST_WEBHOOKS, list_webhooks),
    (endpoints.REGISTER_WEBHOOK, register_webhook),
    (endpoints.REMOVE_WEBHOOK, remove_webhook),
)
