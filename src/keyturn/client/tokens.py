"""Where bearer tokens come from, and what a token answer holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from keyturn.client.errors import Unauthorized
from keyturn.secrecy import Secret


class TokenSource(Protocol):
    """Hands out access tokens that can die and be renewed."""

    async def token(self) -> Secret:
        """The token to call with."""

    async def renew(self, seen: Secret) -> Secret:
        """``seen`` got a 401: the token to repeat the call with. Raises when there is none to be had."""


@dataclass(frozen=True)
class ApiToken:
    """A token of Nuki Web's menu API: it does not expire and cannot be renewed (documented: D-aut)."""

    secret: Secret

    async def token(self) -> Secret:
        return self.secret

    async def renew(self, seen: Secret) -> Secret:
        raise Unauthorized(
            "Nuki does not accept this API token: make a new one in Nuki Web, menu API.", status=401
        )


@dataclass(frozen=True)
class TokenPair:
    """What the token endpoint gave. ``expires_in`` in seconds from now; ``scopes`` empty if not named.

    ``refresh`` is None where the answer brought none: then an older refresh token stays good
    (reported: X-homey, X-events).
    """

    access: Secret
    refresh: Secret | None
    expires_in: int
    scopes: tuple[str, ...]
