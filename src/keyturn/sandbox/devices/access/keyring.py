"""The two lists of one device: what Nuki Web shows, and what the device itself knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from keyturn.nuki import auths
from keyturn.nuki.codes import AuthType
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import Instant
from keyturn.nuki.models.auth import SmartlockAuth

RULES = (
    Rule(
        "A device holds 200 authorizations and beside them 100 (type 0) or 200 keypad codes.",
        Confidence.REPORTED,
        "D-err; F4503, X-seam",
    ),
    Rule("A code is unique on its lock; another lock may have the same.", Confidence.DOCUMENTED, "F54, F16273"),
    Rule(
        "A device that is full refuses with 13, for codes with 29; one that has the code already with 2a.",
        Confidence.DOCUMENTED,
        "D-err names the codes; which goes with what is guessed",
    ),
)

TOO_MANY_AUTHS, TOO_MANY_CODES, CODE_EXISTS, UNKNOWN_AUTH = "13", "29", "2a", "24"


class Kind(StrEnum):
    """What is to be done."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Change(msgspec.Struct, frozen=True):
    """Something that is on its way to the device."""

    kind: Kind
    auth: SmartlockAuth


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """What a person enters into the app to become the user of an authorization."""

    code: str
    until: Instant
    redeemed: bool = False

    def __repr__(self) -> str:
        return f"Invite(until={self.until}, redeemed={self.redeemed}, …)"


class Keyring(msgspec.Struct, kw_only=True):
    """``listed`` and ``known`` by id; ``late`` is what waits for a device out of reach."""

    listed: dict[str, SmartlockAuth] = msgspec.field(default_factory=dict)
    known: dict[str, SmartlockAuth] = msgspec.field(default_factory=dict)
    late: list[Change] = msgspec.field(default_factory=list)
    invites: dict[str, Invite] = msgspec.field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Keyring({len(self.listed)} listed, {len(self.known)} known)"

    def come_to_rest(self) -> None:
        """After a restart nothing is on its way any more but what waits for the device."""
        waiting = {change.auth.id for change in self.late}
        for auth in list(self.listed.values()):
            if auth.operation_id is not None and auth.id not in waiting:
                self.listed[auth.id] = replace(auth, operation_id=None)

    def hear(self, change: Change, device_type: int) -> str | None:
        """The device does as asked: None, or the error code with which it refuses."""
        auth = change.auth
        if change.kind is Kind.DELETE:
            self.known.pop(auth.id, None)
            self.invites.pop(auth.id, None)
            return None
        if change.kind is Kind.UPDATE and auth.id not in self.known:
            return UNKNOWN_AUTH
        trouble = refusal(self.known.values(), auth, device_type)
        if trouble is None:
            given = self.known[auth.id].auth_id if auth.id in self.known else self._next_auth_id(auth.type)
            self.known[auth.id] = replace(auth, auth_id=given, operation_id=None)
        return trouble

    def differences(self) -> Iterator[tuple[SmartlockAuth, bool]]:
        """Where the lists differ, pending changes apart: the authorization, and whether it has to leave the list."""
        for auth in list(self.listed.values()):
            if auth.id not in self.known and auth.operation_id is None:
                yield auth, True
        for auth in list(self.known.values()):
            shown = self.listed.get(auth.id)
            if shown is None or (shown.operation_id is None and shown != auth):
                yield auth, False

    def _next_auth_id(self, kind: int) -> int:
        first = auths.FIRST_CODE_AUTH_ID if kind == AuthType.KEYPAD_CODE else 1
        taken = {one.auth_id for one in self.known.values()}
        return next(number for number in range(first, first + len(taken) + 1) if number not in taken)


def refusal(present: Iterable[SmartlockAuth], auth: SmartlockAuth, device_type: int) -> str | None:
    """Why a device with these authorizations cannot take (or change) one: an error code, or None."""
    others = [one for one in present if one.id != auth.id]
    codes = [one for one in others if one.type == AuthType.KEYPAD_CODE]
    if auth.type != AuthType.KEYPAD_CODE:
        return TOO_MANY_AUTHS if len(others) - len(codes) >= auths.AUTHS_MOST else None
    if any(one.code == auth.code for one in codes):
        return CODE_EXISTS
    return TOO_MANY_CODES if len(codes) >= auths.codes_most(device_type) else None
