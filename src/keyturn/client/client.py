"""The client: the groups of the API joined over one transport and one source of tokens."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from keyturn.client.api.account import AccountApi
from keyturn.client.api.actions import ActionsApi
from keyturn.client.api.advanced import AdvancedApi, ApiKeysApi
from keyturn.client.api.auths import AuthsApi, UsersApi
from keyturn.client.api.logs import LogsApi
from keyturn.client.api.smartlocks import SmartlocksApi
from keyturn.client.api.webhooks import WebhooksApi
from keyturn.client.caller import Caller, Pause, pause
from keyturn.client.tokens import ApiToken, TokenSource
from keyturn.client.transport import HttpTransport, Transport
from keyturn.nuki.endpoints import BASE_URL
from keyturn.secrecy import Secret


class NukiClient:
    """Nuki's Web API for one account.

    ``token`` is an API token or a :class:`TokenSource` whose tokens can be renewed. Every call may raise the
    errors of :mod:`keyturn.client.errors`, and whatever the source raises when it has no token to give.
    A ``transport`` handed in may be shared by many clients and is closed by who made it; its own base address
    counts, and ``base_url`` is then not looked at. ``pause`` waits some seconds before a call that found Nuki or
    the device busy (423, 429) is repeated; with None such a call fails at once.
    """

    def __init__(
        self,
        token: str | Secret | TokenSource,
        base_url: str = BASE_URL,
        transport: Transport | None = None,
        pause: Pause | None = pause,
    ) -> None:
        if isinstance(token, str):
            token = Secret(token)
        tokens = ApiToken(token) if isinstance(token, Secret) else token
        self._own = transport is None
        self._transport = transport or HttpTransport(base_url)
        caller = Caller(self._transport, tokens, pause)
        self.account = AccountApi(caller)
        self.smartlocks = SmartlocksApi(caller)
        self.actions = ActionsApi(caller)
        self.webhooks = WebhooksApi(caller)
        self.logs = LogsApi(caller)
        self.auths = AuthsApi(caller)
        self.users = UsersApi(caller)
        self.api_keys = ApiKeysApi(caller)
        self.advanced = AdvancedApi(caller)

    async def aclose(self) -> None:
        """Close the connections, if they are this client's own."""
        if self._own:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
