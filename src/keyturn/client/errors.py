"""What a call can end with instead of a value.

    ClientError
    ├── NoConnection        nothing was sent: safe to repeat
    │   └── CircuitOpen     not even tried: Nuki has not been answering anybody
    ├── NoAnswer            sent, and the answer never came: unknown whether it was carried out
    ├── Unauthorized        401: the token is not valid, and no other was to be had
    ├── PaymentRequired     402
    ├── Forbidden           403: a scope is missing, or the device belongs to somebody else
    ├── NotFound            404
    ├── Refused             400, 405, 422 and the rest of 4xx: the request itself is the problem
    ├── Conflict            409
    ├── Locked              423: another operation runs on the same thing
    ├── UpgradeRequired     426
    ├── TooManyRequests     429: slow down
    ├── ServerTrouble       5xx
    ├── UnreadableAnswer    neither of the above, nor what was asked for
    ├── GrantRefused        the token endpoint says the code or refresh token is worth nothing (invalid_grant)
    ├── ApplicationRefused  the token endpoint does not accept the application
    └── OAuthTrouble        any other refusal of the token endpoint

Messages name the call and the answer, and hold no secret. ``status`` is None where there was no answer.
``detail`` is what Nuki wrote about it, possibly empty; ``retry_after`` the seconds to wait, if that is known. Of a
401 or 403, ``any_of`` names the scopes that open the call; any one is enough.
"""

from __future__ import annotations


class ClientError(Exception):
    """The root of everything the client raises."""

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        detail: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message or type(self).__name__)
        self.status = status
        self.detail = detail
        self.retry_after = retry_after
        self.any_of: tuple[str, ...] = ()


class NoConnection(ClientError):
    """No connection could be made; nothing was sent."""


class CircuitOpen(NoConnection):
    """Not tried, because nothing got through lately. Waiting helps, asking again at once does not."""


class NoAnswer(ClientError):
    """The request left, the answer never came. An action may or may not have been carried out."""


class Unauthorized(ClientError):
    """401, also with a renewed token if there was a way to renew."""


class PaymentRequired(ClientError):
    """402: the account lacks a paid subscription for this."""


class Forbidden(ClientError):
    """403: a scope is missing, or the thing belongs to another account."""


class NotFound(ClientError):
    """404: no such thing in this account."""


class Refused(ClientError):
    """The request was understood and refused; ``detail`` usually names the parameter."""


class Conflict(ClientError):
    """409: it contradicts what is already there."""


class Locked(ClientError):
    """423: another operation runs on the same thing; later it may work."""


class UpgradeRequired(ClientError):
    """426: the account is too small for this."""


class TooManyRequests(ClientError):
    """429, or too many of our own calls wait already: not carried out."""


class ServerTrouble(ClientError):
    """5xx: something is wrong on Nuki's side."""


class UnreadableAnswer(ClientError):
    """An answer that is not what the call promises: HTML, a redirect, nonsense, or too much."""


class GrantRefused(ClientError):
    """``invalid_grant``: the code or refresh token is spent, revoked or expired. Only a person can mend it."""


class ApplicationRefused(ClientError):
    """The application's id, secret or permissions are wrong. Only the operator can mend it."""


class OAuthTrouble(ClientError):
    """The token endpoint refused for another reason; ``detail`` names it."""


BY_STATUS: dict[int, type[ClientError]] = {
    401: Unauthorized,
    402: PaymentRequired,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    423: Locked,
    426: UpgradeRequired,
    429: TooManyRequests,
}
"""Meaning of a status (documented: S-25). What is missing here is decided in ``responses``."""
