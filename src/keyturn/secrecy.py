"""A value that will not print, log, serialize or compare unsafely.

Serves: token-custody, server-side-exchange.
"""

from __future__ import annotations

import hmac
from typing import Any, NoReturn

_HIDDEN = "Secret(…)"


class Secret:
    """Wraps a token, a code, a password or a signing key.

    Whatever turns the value into text (``str``, ``repr``, ``format``, ``%``) gives a placeholder; pickling,
    copying into JSON and hashing raise ``TypeError``. The only way to the value is :meth:`reveal`, whose
    callers a test lists.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself: call it at the last moment, where the value leaves for its one destination."""
        return self._value

    def matches(self, candidate: str) -> bool:
        """Compare with text that came from outside, in constant time."""
        return hmac.compare_digest(self._value.encode(), candidate.encode())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.matches(other._value)

    __hash__ = None  # type: ignore[assignment]  # a hash is an unsafe comparison

    def __repr__(self) -> str:
        return _HIDDEN

    def __str__(self) -> str:
        return _HIDDEN

    def __format__(self, spec: str) -> str:
        return _HIDDEN

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("A Secret is not serialized; seal it in the vault instead.")
