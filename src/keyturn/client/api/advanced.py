"""The company's own API keys, and its application for the Advanced API (documented: S-25).

Called with an API token of the account that owns the keys, never with a customer's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keyturn.client import requests
from keyturn.client.caller import Caller
from keyturn.client.retry import Kind
from keyturn.nuki.models.api_key import (
    AdvancedApiKey,
    AdvancedApply,
    AdvancedUpdate,
    ApiKey,
    ApiKeyChange,
    Features,
    KeyStatus,
)
from keyturn.secrecy import Secret


class ApiKeysApi:
    """OAuth clients and where they may send a browser back to. Scope ``account``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[ApiKey, ...]:
        """Every key of the account."""
        return await self._caller.value(requests.list_api_keys(), tuple[ApiKey, ...])

    async def create(self, description: str, redirect_uris: Iterable[str]) -> ApiKey:
        """A new key. Not repeated on a guess: after :class:`NoAnswer` list them first, it may be there."""
        body = ApiKeyChange(description=description, redirect_uris=tuple(redirect_uris))
        return await self._caller.value(requests.create_api_key(body), ApiKey, Kind.PHYSICAL_ACTION)

    async def redirect_to(self, key_id: int, redirect_uris: Iterable[str]) -> None:
        """Put these addresses in place of those registered. Raises :class:`NotFound`, :class:`Refused`."""
        body = ApiKeyChange(redirect_uris=tuple(redirect_uris))
        await self._caller.nothing(requests.change_api_key(key_id, body), Kind.WRITE_SAFE)


@dataclass(frozen=True)
class Application:
    """What Nuki has on file. ``secret`` is the client secret, told from TESTING on; None before."""

    status: KeyStatus
    filed: AdvancedApply
    """What was applied with; only the two about webhooks can be changed by the API (documented: S-25)."""
    webhooks_on: bool
    updated: str
    """As Nuki writes instants, in UTC."""
    secret: Secret | None


class AdvancedApi:
    """The Advanced API of one key, by the key's own number. Scope ``account``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get(self, key_id: int) -> Application:
        """Raises :class:`NotFound` when nobody applied, :class:`Forbidden` for another account's (guessed: S-25)."""
        told = await self._caller.value(requests.get_advanced(key_id), AdvancedApiKey)
        return Application(
            status=told.status,
            filed=AdvancedApply(**{name: getattr(told, name) for name in AdvancedApply.__struct_fields__}),
            webhooks_on=told.webhook_status != "DEACTIVATED",
            updated=told.update_date,
            secret=Secret(told.secret) if told.secret else None,
        )

    async def apply(self, key_id: int, body: AdvancedApply) -> None:
        """File the application. Raises :class:`Refused` for one filed already (guessed).

        Sent once: after :class:`NoAnswer` read first, it may be with Nuki.
        """
        await self._caller.nothing(requests.apply_advanced(key_id, body), Kind.PHYSICAL_ACTION)

    async def listen(self, key_id: int, url: str, features: Features) -> None:
        """Where central webhooks go: all that can be changed later (documented: S-25)."""
        body = AdvancedUpdate(webhook_url=url, webhook_features=features)
        await self._caller.nothing(requests.change_advanced(key_id, body), Kind.WRITE_SAFE)

    async def reactivate(self, key_id: int) -> None:
        """Let webhooks flow again after Nuki switched their address off (documented: S-25)."""
        await self._caller.nothing(requests.reactivate_advanced(key_id), Kind.WRITE_SAFE)
