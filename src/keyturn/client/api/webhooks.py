"""Decentral webhooks: an address of the account's own, with its own signing key (documented: D-whc)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keyturn.client import errors, requests
from keyturn.client.caller import Caller
from keyturn.client.retry import Kind
from keyturn.nuki.ids import WebhookId
from keyturn.nuki.models.webhook import DecentralWebhook
from keyturn.secrecy import Secret


@dataclass(frozen=True)
class Registered:
    """A registration as Nuki lists it: without its secret (reported: X-events)."""

    id: WebhookId
    url: str
    features: tuple[str, ...]


@dataclass(frozen=True)
class Registration(Registered):
    """A registration just made. ``secret`` signs its deliveries and is told this once."""

    secret: Secret


class WebhooksApi:
    """Scope ``webhook.decentral``; an API token is not enough (documented: P-WH)."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[Registered, ...]:
        """Every registration of this permission."""
        request = requests.list_webhooks()
        hooks = await self._caller.value(request, tuple[DecentralWebhook, ...])
        return tuple(
            Registered(WebhookId(hook.id), hook.webhook_url, hook.webhook_features)
            for hook in hooks
            if hook.id is not None
        )

    async def register(self, url: str, features: Iterable[str]) -> Registration:
        """Register an https address. What Nuki does with one registered twice is not known: list first.

        After :class:`NoAnswer` the registration may exist, but its secret is lost: list, remove, register anew.
        """
        request = requests.register_webhook(url, features)
        hook = await self._caller.value(request, DecentralWebhook, Kind.WRITE_SAFE)
        if hook.id is None or not hook.secret:
            raise errors.UnreadableAnswer(f"{request}: the answer has no id or no secret.", status=200)
        return Registration(WebhookId(hook.id), hook.webhook_url, hook.webhook_features, Secret(hook.secret))

    async def remove(self, webhook_id: int) -> None:
        """Remove a registration. Raises :class:`NotFound`."""
        await self._caller.nothing(requests.remove_webhook(webhook_id), Kind.WRITE_SAFE)
