"""Names and numbers of Nuki's OAuth endpoints (documented unless said otherwise)."""

from __future__ import annotations

import msgspec

AUTHORIZE_PATH = "/oauth/authorize"
"""Query: response_type=code, client_id, redirect_uri, scope, state (D-oa2; state reported: X-vik, X-mon)."""
TOKEN_PATH = "/oauth/token"  # noqa: S105
"""POST. Variant A: a form body with the client's secret in it (P-API). Variant B: the parameters in the query
string, the client's credentials as HTTP Basic (P-WH). Variant A is what production integrations use (X-vik)."""

AUTHORIZATION_CODE = "authorization_code"
REFRESH_TOKEN = "refresh_token"  # noqa: S105

ACCESS_TOKEN_SECONDS = 3600
"""Lifetime of an access token (D-int). Always obey the answer's ``expires_in``."""
REFRESH_TOKEN_SECONDS = 90 * 24 * 3600
"""Guessed: one integrator says 90 days (X-recv); Nuki's documents say nothing."""
CODE_SECONDS = 600
"""Guessed: the most RFC 6749 section 4.1.2 allows; Nuki's documents say nothing."""

ACCESS_DENIED = "access_denied"
INVALID_CLIENT = "invalid_client"
INVALID_GRANT = "invalid_grant"
INVALID_REQUEST = "invalid_request"
INVALID_SCOPE = "invalid_scope"
UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"


class TokenAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Body of a good token answer. It was seen labelled ``text/plain`` (reported: X-homey).

    A renewal may come without ``refresh_token`` (reported: X-homey, X-events); then the old one stays valid.
    """

    access_token: str
    token_type: str
    expires_in: int | None = None
    """Seconds from now; where it is missing, :data:`ACCESS_TOKEN_SECONDS`."""
    refresh_token: str | None = None
    scope: str | None = None

    def __repr__(self) -> str:
        return "TokenAnswer(…)"
