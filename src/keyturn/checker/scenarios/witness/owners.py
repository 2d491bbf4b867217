"""Whose a journal entry is: stories share a subject, and earlier visitors' background work goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from keyturn.checker.evidence import Entry
from keyturn.nuki.ids import AccountId, SmartlockId

_PRESENTED = ("code", "refresh_token")
_SMARTLOCK = "smartlock "


class Owners:
    """Learns from the journal which token, by its label, belongs to which account."""

    def __init__(self, homes: Mapping[SmartlockId, AccountId]) -> None:
        self._homes = homes
        self._tokens: dict[str, AccountId] = {}
        self._read = 0

    def of(self, account: AccountId, entries: Iterable[Entry]) -> list[Entry]:
        """The account's own entries, and those that are nobody's: a call without a token, a fault, the clock."""
        return [one for one in entries if self._owner(one) in (account, None)]

    def learn(self, entries: Iterable[Entry]) -> None:
        """Read on; what was read before is passed over."""
        for one in entries:
            if one.sequence > self._read:
                self._read = one.sequence
                if one.kind == "token" and "account_id" in one.details:
                    self._tokens[one.subject] = AccountId(one.details["account_id"])

    def delivered_to(self, body: str) -> AccountId | None:
        """Whose door a webhook is about."""
        try:
            told = msgspec.json.decode(body)
        except msgspec.DecodeError:
            return None
        number = told.get("smartlockId") if isinstance(told, dict) else None
        return self._homes.get(SmartlockId(number)) if isinstance(number, int) else None

    def _owner(self, entry: Entry) -> AccountId | None:
        details = entry.details
        if entry.subject.startswith(_SMARTLOCK):
            number = entry.subject.removeprefix(_SMARTLOCK)
            return self._homes.get(SmartlockId(int(number))) if number.isdigit() else None
        presented = {**_fields(details.get("query")), **_fields(details.get("body"))}
        labels = (entry.subject, details.get("credential"), *(presented.get(name) for name in _PRESENTED))
        return next((self._tokens[label] for label in labels if label in self._tokens), None)


def _fields(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}
