"""Secrets out of bodies, by the names of their fields and by their values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from keyturn.sandbox.journal.labels import Labels

SECRET_FIELDS = {
    "password": "password",
    "client_secret": "client-secret",
    "code": "code",
    "code_verifier": "verifier",
    "code_challenge": "verifier",
    "access_token": "access-token",
    "refresh_token": "refresh-token",
    "token": "access-token",
    "secret": "webhook-secret",
    "pending": "pending",
    "inviteCode": "invite-code",
    "adminPin": "admin-pin",
    "accessToken": "api-token",
    "otp": "one-time-code",
    "alexaPin": "voice-pin",
    "gactionsHomePin": "voice-pin",
}
"""Field name to the kind of its label. A plain PKCE challenge is the verifier itself."""
SECRET_NUMBERS = {"code": "keypad-code", "adminPin": "admin-pin"}
"""The same for numbers; of ``code`` only those long enough for a keypad, for a status is a code, too."""
STATUS_MOST = 999
_REFUSED = re.compile(r"value '.*' for parameter '(code|adminPin|body)'", re.DOTALL)
"""A refusal that names what was sent where a secret belongs."""
KEPT_BYTES = 16 * 1024


def pairs(labels: Labels, given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A query or a form, fit for the journal; of a repeated name the last value."""
    return {labels.cleaned(name): _field(labels, name, value) for name, value in given}


def address(labels: Labels, given: str) -> str:
    """An address with the secrets of its query replaced."""
    parts = urlsplit(given)
    query = pairs(labels, parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(parts._replace(query=urlencode(query)))


def json_body(labels: Labels, body: bytes) -> Any:
    """A JSON body, fit for the journal; a remark about its size when it is none, or too large to keep."""
    if len(body) <= KEPT_BYTES:
        try:
            return _walk(labels, msgspec.json.decode(body))
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            pass
    return f"({len(body)} bytes)"


def _field(labels: Labels, name: str, value: str) -> str:
    kind = SECRET_FIELDS.get(name)
    return labels.of(kind, value) if kind and value else labels.cleaned(value)


def _walk(labels: Labels, value: Any) -> Any:
    match value:
        case dict():
            return {labels.cleaned(key): _inner(labels, key, inner) for key, inner in value.items()}
        case list():
            return [_walk(labels, inner) for inner in value]
        case str():
            return labels.cleaned(value)
    return value


def _inner(labels: Labels, name: str, value: Any) -> Any:
    if name == "detailMessage" and isinstance(value, str):
        value = _REFUSED.sub(r"value '…' for parameter '\1'", value)
    if isinstance(value, str):
        return _field(labels, name, value)
    kind = SECRET_NUMBERS.get(name)
    if kind is None or value is None or (name == "code" and isinstance(value, int) and value <= STATUS_MOST):
        return _walk(labels, value)
    # Whatever was sent in the place of a secret number may hold one.
    return labels.of(kind, str(value) if isinstance(value, int) else repr(value))
