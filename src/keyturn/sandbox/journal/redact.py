"""Secrets out of bodies, by the names of their fields and by their values."""

from __future__ import annotations

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
    "accessToken": "api-token",
    "otp": "one-time-code",
    "alexaPin": "voice-pin",
    "gactionsHomePin": "voice-pin",
}
"""Field name to the kind of its label. A plain PKCE challenge is the verifier itself."""
SECRET_NUMBERS = {"code": "keypad-code", "adminPin": "admin-pin"}
"""The same for numbers; of ``code`` only those long enough for a keypad, for a status is a code, too."""
STATUS_MOST = 999
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
            return {
                labels.cleaned(key): _field(labels, key, inner)
                if isinstance(inner, str)
                else _number(labels, key, inner)
                if key in SECRET_NUMBERS and type(inner) is int
                else _walk(labels, inner)
                for key, inner in value.items()
            }
        case list():
            return [_walk(labels, inner) for inner in value]
        case str():
            return labels.cleaned(value)
    return value


def _number(labels: Labels, name: str, value: int) -> int | str:
    return value if name == "code" and value <= STATUS_MOST else labels.of(SECRET_NUMBERS[name], str(value))
