"""What came back from Nuki's consent page, read without touching anything.

Serves: server-side-exchange, guided-errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keyturn.client import TokenPair, errors
from keyturn.integration.errors import ConnectFailed, IntegrationError, NukiUnavailable, OperatorError
from keyturn.nuki import oauth
from keyturn.nuki.scopes import Scope
from keyturn.secrecy import Secret

SEEING = frozenset({Scope.SMARTLOCK, Scope.SMARTLOCK_READ_ONLY})
"""Either one shows the devices; without them there is nothing to connect."""


@dataclass(frozen=True)
class Callback:
    """The callback's query: always a state, and either a code or the name of a refusal."""

    state: Secret
    code: Secret | None
    refusal: str | None


def read_callback(query: Mapping[str, str]) -> Callback:
    """Raises :class:`ConnectFailed` for a query that cannot be one of Nuki's."""
    state, code, refusal = query.get("state"), query.get("code"), query.get("error")
    if not state or not (code or refusal):
        raise ConnectFailed("The callback came without state, or with neither code nor error.")
    return Callback(Secret(state), Secret(code) if code and not refusal else None, refusal)


def code_of(callback: Callback) -> Secret:
    """The code to exchange. Raises :class:`ConnectFailed` where the person said no or Nuki did."""
    if callback.code is not None:
        return callback.code
    denied = callback.refusal == oauth.ACCESS_DENIED
    raise ConnectFailed("Consent was refused.", code="connect-denied" if denied else "connect-failed")


def judged(pair: TokenPair) -> TokenPair:
    """The pair, if it is enough to begin with: the devices can be seen, and the permission lasts.

    An answer that names no scopes granted all (RFC 6749 5.1). Fewer than asked for are kept as they are: what they do
    not open says so when it is asked for, by the name of what is missing.
    """
    if pair.scopes and SEEING.isdisjoint(pair.scopes):
        raise ConnectFailed(f"Granted was only: {', '.join(pair.scopes)}.", code="connect-scopes-missing")
    if pair.refresh is None:
        raise ConnectFailed("No refresh token came with the access token.", code="connect-no-refresh-token")
    return pair


def exchange_failure(error: errors.ClientError) -> IntegrationError:
    """Why a code could not be exchanged, in terms of what to do next."""
    match error:
        case errors.GrantRefused():
            return ConnectFailed(f"Nuki refused the code: {error}", code="connect-code-refused")
        case errors.ApplicationRefused():
            return OperatorError(
                f"Nuki does not accept this application: {error}",
                remedy="Compare KEYTURN_CLIENT_ID and KEYTURN_CLIENT_SECRET with Nuki Web, menu API.",
                code="application-refused",
            )
        case errors.OAuthTrouble():
            return ConnectFailed(f"Nuki refused the exchange: {error}")
    return NukiUnavailable(f"The code could not be exchanged: {error}")
