"""What a code may look like, what it may be called, and how many a lock can take. Pure but for the dice."""

from __future__ import annotations

import secrets
from collections.abc import Container
from dataclasses import dataclass

from keyturn.integration.errors import RequestRefused
from keyturn.nuki import auths
from keyturn.nuki.codes import AuthType
from keyturn.secrecy import Secret

DIGITS = "123456789"
LENGTH = 6
NEAR = 10
"""So many free places or fewer are worth a word on the page."""


def new_digits(taken: Container[int]) -> Secret:
    """Six digits by chance, as Nuki wants them (F54, F16273), that are not among the lock's own."""
    while True:
        text = "".join(secrets.choice(DIGITS) for _ in range(LENGTH))
        if auths.is_keypad_code(int(text)) and int(text) not in taken:
            return Secret(text)


def good_name(name: str) -> str:
    """The name without needless space. Raises :class:`RequestRefused` when Nuki would cut it (F54)."""
    tidy = " ".join(name.split())
    if not 1 <= len(tidy) <= auths.CODE_NAME_MOST or not tidy.isprintable():
        raise RequestRefused(f"A code's name has {len(tidy)} characters.", code="code-name")
    return tidy


@dataclass(frozen=True)
class Room:
    """How many of how many places on a lock are taken."""

    codes: int
    codes_most: int
    others: int
    others_most: int = auths.AUTHS_MOST

    @property
    def left(self) -> int:
        """Codes that still fit."""
        return max(0, self.codes_most - self.codes)

    @property
    def near(self) -> bool:
        """Whether the end is worth mentioning."""
        return self.left <= NEAR

    @property
    def others_left(self) -> int:
        """Other authorizations (app users, fobs) that still fit."""
        return max(0, self.others_most - self.others)


def room(types: list[int], device_type: int) -> Room:
    """Of a lock whose list holds these types of authorization."""
    codes = types.count(AuthType.KEYPAD_CODE)
    return Room(codes, auths.codes_most(device_type), len(types) - codes)
