"""Shapes of API keys, their tokens, the Advanced API and its webhooks."""

from __future__ import annotations

from keyturn.nuki import endpoints as at
from keyturn.nuki.models import api_key as body
from keyturn.nuki.models.webhook import DecentralWebhook
from keyturn.nuki.shapes.shape import Shape, Shapes

API_KEY_SHAPES: Shapes = {
    at.LIST_WEBHOOKS: Shape(
        "The webhooks the application registered with this account.", gives=tuple[DecentralWebhook, ...]
    ),
    at.REGISTER_WEBHOOK: Shape(
        "Register a webhook; its secret is told once.", takes=DecentralWebhook, gives=DecentralWebhook
    ),
    at.REMOVE_WEBHOOK: Shape("Remove a registration."),
    at.GET_WEBHOOK_LOGS: Shape(
        "The last deliveries of an application, newest first.",
        gives=tuple[body.WebhookLog, ...],
        query=(("id", str), ("limit", int)),
    ),
    at.GET_API_KEYS: Shape("The API keys of the account.", gives=tuple[body.ApiKey, ...]),
    at.PUT_API_KEYS: Shape("Add an API key.", takes=body.ApiKeyChange, gives=body.ApiKey),
    at.POST_API_KEY: Shape("Change an API key.", takes=body.ApiKeyChange),
    at.DELETE_API_KEY: Shape("Remove an API key, with the access given to it."),
    at.GET_API_KEY_ADVANCED: Shape("The application for the Advanced API.", gives=body.AdvancedApiKey),
    at.PUT_API_KEY_ADVANCED: Shape("Apply for the Advanced API.", takes=body.AdvancedApply),
    at.POST_API_KEY_ADVANCED: Shape("Change address and features of its webhooks.", takes=body.AdvancedUpdate),
    at.DELETE_API_KEY_ADVANCED: Shape("Give the Advanced API up."),
    at.POST_API_KEY_ADVANCED_REACTIVATE: Shape("Switch webhooks on again after Nuki switched them off."),
    at.GET_API_KEY_TOKENS: Shape("The tokens made by hand.", gives=tuple[body.ApiKeyToken, ...]),
    at.PUT_API_KEY_TOKENS: Shape(
        "Make a token by hand; its value is told once.", takes=body.ApiKeyTokenChange, gives=body.ApiKeyToken
    ),
    at.POST_API_KEY_TOKEN: Shape("Change text or scopes of a token.", takes=body.ApiKeyTokenChange),
    at.DELETE_API_KEY_TOKEN: Shape("Revoke a token."),
}
