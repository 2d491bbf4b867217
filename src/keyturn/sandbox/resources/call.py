"""One call of an operation, after the gate: who calls, for which account, with which parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.endpoints import Endpoint
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.models.log import SmartlockLog
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.errors import ParameterRefused, PaymentRefused, StatusRefused
from keyturn.sandbox.program import hosting
from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.world.people import Account
from keyturn.sandbox.world.permits import Token
from keyturn.sandbox.world.world import World

RULES = (
    Rule("A refused value is answered 400, naming value and parameter.", Confidence.REPORTED, "F16794, F39051"),
    Rule(
        "A device of another account, or of none, is answered 404, or 403 where only that is documented.",
        Confidence.REPORTED,
        "X-ng issue 96; S-25 for the 403; the form of the body is guessed",
    ),
    Rule("Unknown fields of a body are ignored.", Confidence.REPORTED, "widely used clients send some"),
)


Body = TypeVar("Body")
Marked = TypeVar("Marked", SmartlockLog, SmartlockAuth)


@dataclass(frozen=True, slots=True)
class Call:
    """``bearer`` is alive and holds one of the operation's scopes."""

    world: World
    endpoint: Endpoint
    request: Request
    bearer: Token

    @property
    def account_id(self) -> AccountId:
        """Whose account the call works on."""
        return self.bearer.account_id

    @property
    def account(self) -> Account:
        """The same, as the world knows it."""
        return self.world.accounts[self.bearer.account_id]

    def number(self, name: str) -> int:
        """A numeric path parameter. Raises :class:`ParameterRefused`."""
        return whole_number(name, self.request.parameters[name])

    def device(self) -> Device:
        """The device named in the path. Raises what :meth:`unknown` gives for one of another account, too."""
        device = self.find(self.number("smartlockId"))
        if device is None:
            raise self.unknown("The account has no device of this id")
        if self.request.method != "GET":
            self.need_hosting(device)
        return device

    def find(self, smartlock_id: int) -> Device | None:
        """A device of the account, as far as the permission reaches."""
        device = self.world.devices.get(SmartlockId(smartlock_id))
        own = device is not None and device.account_id == self.account_id and self._covers(device)
        return device if own else None

    def unhosted(self, device: Device) -> bool:
        """Whether Smart Hosting is missing for this caller at this device."""
        application = self.world.applications.get(self.bearer.client_id or "")
        return hosting.lacking(application, device.shown)

    def need_hosting(self, device: Device) -> None:
        """Raises :class:`PaymentRefused` where Smart Hosting is missing."""
        if self.unhosted(device):
            raise PaymentRefused(hosting.ERROR)

    def shown(self, device: Device) -> bytes:
        """The JSON of a device, as far as this caller may see it."""
        return msgspec.json.encode(hosting.bare(device.shown)) if self.unhosted(device) else device.encoded

    def marked(self, device: Device, entries: Iterable[Marked]) -> list[Marked]:
        """A device's logs or authorizations; where Smart Hosting is missing, with that as their error."""
        if not self.unhosted(device):
            return list(entries)
        return [replace(entry, error=hosting.ERROR) for entry in entries]

    def devices(self) -> list[Device]:
        """The account's devices, as far as the permission reaches."""
        found = self.world.devices_of.get(self.account_id, [])
        return found if self.bearer.grant_id is None else [one for one in found if self._covers(one)]

    def _covers(self, device: Device) -> bool:
        grant_id = self.bearer.grant_id
        return grant_id is None or self.world.grants[grant_id].covers(device.smartlock_id)

    def unknown(self, why: str) -> StatusRefused:
        """What an unknown id is answered with: 404, or 403 where the description has only that.

        That a wrong id is answered 404 is reported (X-ng issue 96); the form of the body is guessed.
        """
        documented = self.endpoint.refusals
        return StatusRefused(403 if 403 in documented and 404 not in documented else 404, why)

    def body(self, kind: type[Body]) -> Body:
        """The JSON body. Raises :class:`ParameterRefused` naming the field; unknown fields are ignored."""
        try:
            return msgspec.json.decode(self.request.body, type=kind)
        except msgspec.ValidationError as trouble:
            raise ParameterRefused(
                _field_of(str(trouble)), _value_at(self.request.body, str(trouble))
            ) from trouble
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
            raise ParameterRefused("body", _shortened(self.request.body)) from trouble


Operation = Callable[[Call], Awaitable[Answer]]
Binding = tuple[Endpoint, Operation]


def whole_number(name: str, text: str) -> int:
    """An integer of at most 64 bits. Raises :class:`ParameterRefused`."""
    digits = text[1:] if text[:1] == "-" else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 19):
        raise ParameterRefused(name, text)
    return int(text)


def _field_of(trouble: str) -> str:
    # msgspec says "Expected `int`, got `str` - at `$.action`" or "Object missing required field `action`".
    place = trouble.rpartition(" - at `$")[2].rstrip("`").strip(".") if " - at `$" in trouble else ""
    if "missing required field" in trouble:
        return trouble.partition("field `")[2].partition("`")[0]
    return place.partition("[")[0] or "body"


def _value_at(body: bytes, trouble: str) -> str:
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        given = None  # broken behind the field that was refused
    field = _field_of(trouble)
    if not isinstance(given, dict):
        return _shortened(body)
    value = given.get(field)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _shortened(body: bytes) -> str:
    return body[:100].decode("utf-8", "replace")
