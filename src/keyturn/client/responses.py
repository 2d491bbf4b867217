"""From an answer to a value or a typed error: pure.

The status decides first, the body second, the ``Content-Type`` never: token answers were seen labelled
``text/plain`` (reported: X-homey).
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import msgspec

from keyturn.client import errors
from keyturn.client.tokens import TokenPair
from keyturn.client.wire import Request, Response
from keyturn.nuki import oauth, scopes
from keyturn.nuki.errors import OAuthErrorBody
from keyturn.nuki.ids import SmartlockId, device_type_of
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.secrecy import Secret

T = TypeVar("T")
DETAIL_AT_MOST = 300
"""Characters kept of what Nuki wrote: enough for its sentence, too little for a page of HTML."""
_APPLICATION_ERRORS = frozenset({oauth.INVALID_CLIENT, "unauthorized_client", oauth.UNSUPPORTED_GRANT_TYPE})
_NUMBER = re.compile(r"\d{4,}")
_DECODERS: dict[Any, msgspec.json.Decoder[Any]] = {}


class _BareSmartlock(msgspec.Struct, rename="camel"):
    """What no entry can do without, and what is worth keeping of one that is incomplete."""

    smartlock_id: int
    account_id: int = 0
    type: int | None = None
    name: str = ""
    server_state: int = 0
    error: str | None = None


class _AnyErrorBody(msgspec.Struct, rename="camel"):
    """The three shapes of :mod:`keyturn.nuki.errors` in one, as the status does not tell which one comes."""

    detail_message: str | None = None
    description: str | None = None
    error_description: str | None = msgspec.field(default=None, name="error_description")
    error: str | None = None


def value(request: Request, response: Response, shape: type[T]) -> T:
    """The body of a good answer as ``shape``. Raises the errors of :mod:`keyturn.client.errors`."""
    if response.status == 200:
        try:
            return _decoder(shape).decode(response.body)
        except msgspec.MsgspecError as nonsense:
            raise errors.UnreadableAnswer(
                f"{request}: the answer is not what this call promises ({_cause(nonsense)}).", status=200
            ) from None
    raise failure(request, response)


def smartlock(request: Request, body: msgspec.Raw) -> Smartlock:
    """One entry of a list of devices. One that lacks something keeps its id, name and ``error``, and has no state.

    Nuki may answer a list with single entries that carry an ``error`` instead of data (guessed: S-25), and one such
    device must not hide all others. Raises :class:`UnreadableAnswer` for an entry without an id.
    """
    try:
        return _decoder(Smartlock).decode(body)
    except msgspec.ValidationError as nonsense:
        try:
            bare = _decoder(_BareSmartlock).decode(body)
        except msgspec.ValidationError:
            raise errors.UnreadableAnswer(f"{request}: an entry is no device ({_cause(nonsense)}).") from None
        return Smartlock(
            smartlock_id=bare.smartlock_id,
            account_id=bare.account_id,
            type=device_type_of(SmartlockId(bare.smartlock_id)) if bare.type is None else bare.type,
            auth_id=0,
            name=bare.name,
            favorite=False,
            server_state=bare.server_state,
            admin_pin_state=0,
            error=bare.error or f"incomplete: {_cause(nonsense)}",
        )


def nothing(request: Request, response: Response) -> None:
    """For calls that answer 204, or 200, with nothing to read."""
    if response.status not in {200, 204}:
        raise failure(request, response)


def tokens(request: Request, response: Response) -> TokenPair:
    """A token answer; refusals by RFC 6749 section 5.2."""
    if 400 <= response.status < 500 and response.status != 429:
        raise _refusal(request, response)
    answer = value(request, response, oauth.TokenAnswer)
    lives = oauth.ACCESS_TOKEN_SECONDS if answer.expires_in is None else answer.expires_in
    if not answer.access_token or lives <= 0:
        raise errors.UnreadableAnswer(f"{request}: a token answer without a usable token.", status=200)
    return TokenPair(
        access=Secret(answer.access_token),
        refresh=Secret(answer.refresh_token) if answer.refresh_token else None,
        expires_in=lives,
        scopes=scopes.parse(answer.scope or ""),
    )


def failure(request: Request, response: Response) -> errors.ClientError:
    """The error for an answer that is not a good one."""
    status, detail = response.status, _detail(response.body)
    if request.secretive:
        # Nuki quotes the value it refuses (reported: F16794), and here that may be a code.
        detail = _NUMBER.sub("…", detail)
    message = f"{request}: Nuki answered {status}" + (f" ({detail})." if detail else ".")
    wait = _seconds_to_wait(response)
    if kind := errors.BY_STATUS.get(status):
        error = kind(message, status=status, detail=detail, retry_after=wait)
        if status in (401, 403):
            error.any_of = request.any_of
        return error
    if status >= 500:
        return errors.ServerTrouble(message, status=status, detail=detail, retry_after=wait)
    if status >= 400:
        return errors.Refused(message, status=status, detail=detail)
    return errors.UnreadableAnswer(message, status=status, detail=detail)


def _refusal(request: Request, response: Response) -> errors.ClientError:
    try:
        body = _decoder(OAuthErrorBody).decode(response.body)
    except msgspec.MsgspecError:
        # Not the endpoint's own voice: a proxy's page must never cost a customer the connection.
        message = f"{request}: Nuki answered {response.status} without saying why."
        return errors.OAuthTrouble(message, status=response.status)
    kind: type[errors.ClientError] = errors.OAuthTrouble
    if body.error == oauth.INVALID_GRANT:
        kind = errors.GrantRefused
    elif body.error in _APPLICATION_ERRORS:
        kind = errors.ApplicationRefused
    # The name of the error is enough for a log; the description may quote what was sent.
    named = body.error if body.error.isidentifier() else "an unnamed error"
    return kind(f"{request}: Nuki answered {response.status} {named}.", status=response.status, detail=body.error)


def _detail(body: bytes) -> str:
    try:
        read = _decoder(_AnyErrorBody).decode(body)
    except msgspec.MsgspecError:
        return ""
    text = read.detail_message or read.description or read.error_description or read.error or ""
    return " ".join(text.split())[:DETAIL_AT_MOST].rstrip(".")


def _cause(nonsense: msgspec.MsgspecError) -> str:
    # A validation message names field and type; a decoding message may quote the body.
    return str(nonsense) if isinstance(nonsense, msgspec.ValidationError) else "not JSON"


def _seconds_to_wait(response: Response) -> float | None:
    """``Retry-After``, in either of its forms (RFC 9110 10.2.3). A date is measured from the answer's own ``Date``:
    how wrong our clock is does not matter then."""
    text = response.headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        then, now = (parsedate_to_datetime(each) for each in (text, response.headers.get("date", "")))
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError):  # no date at all, or one without a time zone
        return None


def _decoder(shape: type[T]) -> msgspec.json.Decoder[T]:
    # Building a decoder costs more than most answers: each shape's is built once.
    if shape not in _DECODERS:
        _DECODERS[shape] = msgspec.json.Decoder(shape)
    decoder: msgspec.json.Decoder[T] = _DECODERS[shape]
    return decoder
