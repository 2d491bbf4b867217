"""An operation of the API as a value, and the call it is given."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec import Struct
from starlette.responses import Response

from keyturn.integration.api.services import ApiServices
from keyturn.integration.api.shapes import Page
from keyturn.integration.errors import CallRefused
from keyturn.integration.partners.key import ApiKey, KeyScope
from keyturn.integration.partners.page import START, Place, Placed, decode, encode

T = TypeVar("T")
S = TypeVar("S")
LARGEST_PAGE = 200


@dataclass(frozen=True)
class Ask:
    """A query parameter."""

    name: str
    kind: str
    says: str


CURSOR = Ask("cursor", "string", "The `next` of the part before.")
LIMIT = Ask("limit", "integer", "How many, 1 to 200; 50 if not said.")
WAIT = Ask("wait", "number", "Answer when the action is settled, or after so many seconds: 0 to 30.")
PAGED = (CURSOR, LIMIT)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request, read and allowed."""

    services: ApiServices
    key: ApiKey
    path: dict[str, str]
    query: dict[str, str]
    headers: Mapping[str, str]
    body: Any = None

    def number(self, name: str, default: float, lowest: float, highest: float) -> float:
        """A number out of the query. Raises :class:`CallRefused` (``bad-request``)."""
        try:
            value = float(self.query.get(name, default))
        except ValueError:
            value = math.nan
        if not lowest <= value <= highest:
            raise CallRefused(
                f"{name} is {self.query[name]!r}; it is a number from {lowest:g} to {highest:g}.",
                code="bad-request",
            )
        return value

    @property
    def limit(self) -> int:
        """How many things to list."""
        return int(self.number("limit", 50, 1, LARGEST_PAGE))

    def after(self, listing: str) -> Place:
        """Where the part of a list begins."""
        return self.place(listing, self.query["cursor"]) if self.query.get("cursor") else START

    def place(self, listing: str, cursor: str) -> Place:
        """The place that a cursor of this list names."""
        return decode(listing, cursor)

    def page(self, listing: str, found: Sequence[Placed[T]], shown: Callable[[T], S]) -> Page[S]:
        """The part of a list that was asked for, out of ``limit + 1`` things found."""
        items = found[: self.limit]
        following = encode(listing, items[-1][0]) if len(found) > self.limit else None
        return Page([shown(item) for _, item in items], following)


Run = Callable[[Call], Awaitable[Struct | Response | None]]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """``answers`` None: 204 without a body. ``scope``: what a key must be made for."""

    method: str
    path: str
    name: str
    says: str
    scope: KeyScope
    run: Run
    answers: Any = None
    status: int = 200
    takes: type[Struct] | None = None
    asks: tuple[Ask, ...] = ()
    media_type: str = "application/json"
