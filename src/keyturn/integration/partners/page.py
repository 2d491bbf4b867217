"""A place in a list that may grow while it is read: the last thing seen, not a number of things.

A cursor is that place in an opaque text, good for its own list only.
"""

from __future__ import annotations

import base64
import binascii
from typing import TypeVar

import msgspec

from keyturn.integration.errors import CallRefused

T = TypeVar("T")
Place = tuple[int, str]
"""What a list is ordered by: a number (milliseconds, or a count), then an id."""
Placed = tuple[Place, T]
START: Place = (-1, "")
LARGEST = 2**63 - 1


def encode(listing: str, place: Place) -> str:
    """The cursor of a place in the list of this name."""
    return base64.urlsafe_b64encode(msgspec.json.encode((listing, *place))).decode().rstrip("=")


def decode(listing: str, cursor: str) -> Place:
    """The place. Raises :class:`CallRefused` (``bad-request``) for anything that is no cursor of this list."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, number, ident = msgspec.json.decode(raw, type=tuple[str, int, str])
    except (binascii.Error, ValueError):
        name, number, ident = "", 0, ""
    if name != listing or not -1 <= number <= LARGEST or "\0" in ident:
        raise CallRefused("The cursor does not belong to this list.", code="bad-request")
    return number, ident
