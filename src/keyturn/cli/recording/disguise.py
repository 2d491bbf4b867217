"""Personal values out of a recording: the same value always gets the same stand-in, so that the story still holds."""

from __future__ import annotations

import re
from typing import Any

NAMES = frozenset({"name", "firstName", "lastName", "description", "address", "city", "zip", "detailMessage"})
SECRETS = frozenset(
    {"token", "secret", "sharedKey", "password", "authSecret", "authUuid", "inviteCode", "clientId"}
)
CODES = frozenset({"code", "alexaPin", "gactionsHomePin", "adminPin", "pin", "otp"})
PLACES = frozenset({"latitude", "longitude"})
DEVICES = frozenset({"smartlockId", "smartlockIds"})
NUMBERS = frozenset({"accountId", "accountUserId", "masterAccountId", "apiKeyId", "authId"})
_TYPE_SPAN = 2**32
_LONG_NUMBER = re.compile(r"\d{6,}")
_OBJECT_ID = re.compile(r"[0-9a-f]{24}")


class Disguise:
    """One per recording."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}

    def of(self, value: Any, field: str = "") -> Any:
        """A JSON value without what is personal in it."""
        match value:
            case dict():
                return {key: self.of(inner, key) for key, inner in value.items()}
            case list():
                return [self.of(inner, field) for inner in value]
            case bool() | None:
                return value
            case int() | float():
                return self._number(value, field)
        return self._text(str(value), field)

    def path(self, path: str) -> str:
        """A path whose ids are those of the bodies."""
        return "/".join(self._segment(segment) for segment in path.split("/"))

    def query(self, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """A query string's pairs."""
        return tuple((name, str(self.of(int(value) if value.isdigit() else value, name))) for name, value in pairs)

    def _number(self, value: float, field: str) -> float:
        if field in DEVICES:
            return self._device(int(value))
        if field in CODES:
            return int("345678" if value > 99_999 else "3456") + self._count("code", str(value))
        if field in PLACES:
            return 0.0
        if field in NUMBERS:
            return 1000 + self._count(field, str(value))
        return value

    def _text(self, value: str, field: str) -> str:
        if not value:
            return value
        if "@" in value:
            return f"person-{self._count('mail', value)}@recorded.example"
        if "://" in value:
            return f"https://recorded.example/{self._count('url', value)}"
        if _OBJECT_ID.fullmatch(value):
            return f"{self._count('object', value):024x}"
        for kind, fields in (("name", NAMES), ("secret", SECRETS), ("code", CODES)):
            if field in fields:
                return f"{kind}-{self._count(kind, value)}"
        return value

    def _segment(self, segment: str) -> str:
        if _OBJECT_ID.fullmatch(segment):
            return str(self.of(segment))
        if _LONG_NUMBER.fullmatch(segment):
            number = int(segment)
            return str(
                self._device(number) if number >= _TYPE_SPAN else 1000 + self._count("accountUserId", segment)
            )
        return segment

    def _device(self, smartlock_id: int) -> int:
        # The type in front stays: it is what makes the recording playable on another device of the kind.
        kind = smartlock_id // _TYPE_SPAN
        return kind * _TYPE_SPAN + 0x01000000 + self._count("device", str(smartlock_id))

    def _count(self, kind: str, value: str) -> int:
        return self._known.setdefault((kind, value), 1 + sum(key[0] == kind for key in self._known))
