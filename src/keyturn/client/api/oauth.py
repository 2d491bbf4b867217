"""The authorization code flow, the application's side: the consent page's address, and the token endpoint.

Nothing here is repeated: a code works once, and a refresh token used twice can cost the connection. When to ask
again is for whoever keeps the tokens to decide.

Serves: registered-https-redirect, server-side-exchange, refresh-rotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from keyturn.client import requests, responses
from keyturn.client.tokens import TokenPair
from keyturn.client.transport import HttpTransport, Transport
from keyturn.client.wire import Request
from keyturn.nuki import oauth
from keyturn.nuki.endpoints import BASE_URL
from keyturn.secrecy import Secret


class OAuthClient:
    """One application at Nuki's OAuth endpoints.

    Raises :class:`GrantRefused`, :class:`ApplicationRefused`, :class:`OAuthTrouble` for refusals, and
    :class:`NoConnection`, :class:`NoAnswer`, :class:`ServerTrouble`, :class:`TooManyRequests`,
    :class:`UnreadableAnswer` for trouble, which says nothing about the grant. ``base_url`` is also where browsers
    are sent; a ``transport`` handed in is closed by who made it.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: Secret,
        base_url: str = BASE_URL,
        transport: Transport | None = None,
    ) -> None:
        self._client_id, self._client_secret, self._base_url = client_id, client_secret, base_url.rstrip("/")
        self._transport = transport or HttpTransport(base_url)
        self._own = transport is None

    def authorization_url(self, *, redirect_uri: str, scopes: Iterable[str], state: str) -> str:
        """Where to send the browser. ``redirect_uri`` must be registered exactly so (documented: D-oa2)."""
        query = requests.authorization_query(self._client_id, redirect_uri, scopes, state)
        return f"{self._base_url}{oauth.AUTHORIZE_PATH}?{query}"

    async def exchange(self, code: Secret, redirect_uri: str) -> TokenPair:
        """A code for the first pair; ``redirect_uri`` as in the authorization request."""
        return await self._ask(requests.exchange(self._client_id, self._client_secret, code, redirect_uri))

    async def refresh(self, refresh_token: Secret) -> TokenPair:
        """A refresh token for a new pair, which must be stored before it is used."""
        return await self._ask(requests.refresh(self._client_id, self._client_secret, refresh_token))

    async def _ask(self, request: Request) -> TokenPair:
        return responses.tokens(request, await self._transport.send(request))

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
