"""``{sandbox_url}`` and the like: what a subject's settings may name, and filling it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

PLACEHOLDERS = {
    "url": "the subject's own public address",
    "port": "the port it listens on",
    "sandbox_url": "the sandbox in Nuki's place",
    "client_id": "the application's id there",
    "client_secret": "its secret",
    "webhook_secret": "what signs central webhooks: the client secret",
    "redirect_uri": "the first of application.redirect_uris",
    "ca_file": "PEM file of the authority that vouches for the sandbox",
    "cert_file": "PEM file of a certificate for localhost",
    "key_file": "PEM file of its key",
    "state_dir": "an empty folder of this run",
    "random_key": "32 random bytes, base64",
    "random_token": "a secret of your own, 43 characters",
}
AT_THE_DOOR = {
    "smartlock_id": "the device the story is about",
    "account_id": "the account it belongs to",
    "door": "the name of the device",
    "access_code": "six digits for its keypad",
}
_NAME = re.compile(r"\{([a-z_]+)\}")


def fill(value: Any, known: Mapping[str, str]) -> Any:
    """``value`` with every known placeholder filled in, in strings however deep; others are left."""
    match value:
        case str():
            return _NAME.sub(lambda found: known.get(found[1], found[0]), value)
        case dict():
            return {key: fill(inner, known) for key, inner in value.items()}
        case list() | tuple():
            return type(value)(fill(inner, known) for inner in value)
        case msgspec.Struct():
            return msgspec.structs.replace(value, **fill(msgspec.structs.asdict(value), known))
    return value


def named(value: Any) -> Iterator[str]:
    """The placeholders a value names."""
    match value:
        case str():
            yield from _NAME.findall(value)
        case dict():
            for inner in value.values():
                yield from named(inner)
        case list() | tuple():
            for inner in value:
                yield from named(inner)
        case msgspec.Struct():
            yield from named(msgspec.structs.asdict(value))
