"""The environment, read variable by variable: a wrong value is named with its remedy, a secret one is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from keyturn.integration.errors import OperatorError
from keyturn.secrecy import Secret

OPERATOR_TOKEN_LEAST = 32
"""Characters. Nobody counts attempts, so it must not be guessed."""
Choice = TypeVar("Choice", bound=StrEnum)


class Environment:
    """Every method takes the variable's name and raises :class:`OperatorError` (``setting-wrong``)."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        """Without the spaces around it; what is empty counts as not set."""
        return self._variables.get(name, "").strip() or default

    def needed(self, name: str) -> str:
        """What has no default."""
        if value := self.text(name):
            return value
        raise _wrong(name, "is not set.", f"Set {name} in the environment; the README lists every variable.")

    def path(self, name: str) -> Path | None:
        """A file or a folder, if one is named."""
        return Path(value) if (value := self.text(name)) else None

    def secret(self, name: str) -> Secret | None:
        """What is shown nowhere, if it is set."""
        return Secret(value) if (value := self.text(name)) else None

    def switch(self, name: str) -> bool:
        """``on`` or ``off``; off by default."""
        value = self.text(name, "off")
        if value not in ("on", "off"):
            raise _wrong(name, f"is {value!r}.", f"Set {name} to on or off.")
        return value == "on"

    def one_of(self, name: str, kind: type[Choice], default: Choice) -> Choice:
        """A word of a few."""
        value = self.text(name, default)
        try:
            return kind(value)
        except ValueError:
            raise _wrong(name, f"is {value!r}.", f"Set {name} to {' or '.join(kind)}.") from None

    def https(self, name: str, default: str = "") -> str:
        """An HTTPS address, without the slash at its end."""
        value = self.text(name, default) or self.needed(name)
        parts = urlsplit(value)
        if parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment:
            raise _wrong(name, f"is {value!r}.", f"Set {name} to an address like https://example.com: HTTPS only.")
        return value.rstrip("/")

    def public(self, name: str) -> str:
        """An HTTPS address below which pages lie."""
        value = self.https(name)
        if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", urlsplit(value).path):
            remedy = f"Set {name} to an address with a plain path or none, like https://example.com/locks."
            raise _wrong(name, f"is {value!r}.", remedy)
        return value

    def origins(self, name: str) -> tuple[str, ...]:
        """Exact origins, separated by spaces."""
        origins = tuple(self.text(name).split())
        for origin in origins:
            if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]{1,5})?", origin):
                remedy = f"Set {name} to exact origins like https://app.example.com: no path, no wildcard."
                raise _wrong(name, f"has {origin!r}.", remedy)
        return origins

    def number(self, name: str, default: float, most: int, unit: str) -> int:
        """A whole number from 1."""
        value = self.text(name, f"{default:g}")
        if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= most:
            raise _wrong(name, f"is {value!r}.", f"Set {name} to a whole number of {unit} from 1 to {most}.")
        return int(value)

    def span(self, name: str, default: float) -> float:
        """A length of time like ``12h``, in seconds."""
        value = self.text(name, f"{default / 60:.0f}m")
        seconds = {"m": 60, "h": 3600, "d": 86400}.get(value[-1], 0)
        number = int(value[:-1]) if re.fullmatch("[0-9]{1,4}", value[:-1]) else 0
        if not 60 <= number * seconds <= 30 * 86400:
            raise _wrong(name, f"is {value!r}.", f"Set {name} to a time like 30m, 12h or 7d, at most 30 days.")
        return float(number * seconds)

    def log(self, name: str) -> str:
        """How it is written, if at all."""
        value = self.text(name)
        if value not in ("", "text", "json"):
            raise _wrong(name, f"is {value!r}.", f"Set {name} to text or json.")
        return value

    def operator_token(self, name: str) -> Secret | None:
        """Too long to be guessed."""
        token = self.secret(name)
        if token is not None and len(self.text(name)) < OPERATOR_TOKEN_LEAST:
            remedy = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
            raise _wrong(name, f"has fewer than {OPERATOR_TOKEN_LEAST} characters.", remedy)
        return token

    def exactly_one(self, *names: str) -> None:
        """Of several that stand for the same thing; the first is missed when none is set."""
        given = [name for name in names if self.text(name)]
        if len(given) > 1:
            raise _wrong(given[1], f"is set beside {given[0]}.", "Set one of the two: the keys have one source.")
        if not given:
            self.needed(names[0])

    def database(self, name: str) -> Path | Secret:
        """A file of SQLite, or the address of a PostgreSQL."""
        value = self.needed(name)
        kind, _, place = value.partition(":")
        remedy = "Set it to sqlite:PATH, like sqlite:state/keyturn.db, or to postgresql://USER:PASSWORD@HOST/NAME."
        if kind in ("postgresql", "postgres"):
            if not _names_a_database(value):
                raise _wrong(name, "is a PostgreSQL address that names no database, or is badly written.", remedy)
            return Secret(value)
        if "@" in value:
            raise _wrong(name, "is an address of no database we know, not shown: it may hold a password.", remedy)
        if kind != "sqlite" or not place:
            raise _wrong(name, f"is {value!r}.", remedy)
        return Path(place)


def _wrong(name: str, what: str, remedy: str) -> OperatorError:
    return OperatorError(f"{name} {what}", remedy=remedy, code="setting-wrong")


def _names_a_database(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.path.strip("/")) and (parts.port or 0) >= 0
    except ValueError:
        return False
