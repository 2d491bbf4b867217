"""Query parameters, read strictly: a value Nuki could not use is named, an unknown parameter is ignored."""

from __future__ import annotations

from datetime import datetime

from keyturn.nuki.dates import from_wire
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.call import whole_number
from keyturn.sandbox.wire.request import Request


class Query:
    """The parameters of one request; of a repeated one the last counts, an empty one is absent."""

    def __init__(self, request: Request) -> None:
        self._given = {name: value for name, value in request.query_pairs() if value}

    def text(self, name: str) -> str | None:
        """As it came."""
        return self._given.get(name)

    def number(self, name: str) -> int | None:
        """Raises :class:`ParameterRefused`."""
        value = self._given.get(name)
        return None if value is None else whole_number(name, value)

    def count(self, name: str) -> int | None:
        """A number of things, 0 or more. Raises :class:`ParameterRefused`."""
        value = self.number(name)
        if value is not None and value < 0:
            raise ParameterRefused(name, str(value))
        return value

    def flag(self, name: str) -> bool | None:
        """``true`` or ``false``. Raises :class:`ParameterRefused`."""
        value = self._given.get(name)
        if value is None:
            return None
        if value.lower() not in {"true", "false"}:
            raise ParameterRefused(name, value)
        return value.lower() == "true"

    def date(self, name: str) -> datetime | None:
        """RFC 3339 with a time zone. Raises :class:`ParameterRefused`."""
        value = self._given.get(name)
        if value is None:
            return None
        try:
            # A plus sign that was not encoded arrives as a space.
            return from_wire(value.replace(" ", "+"))
        except (ValueError, OverflowError):
            raise ParameterRefused(name, value) from None
