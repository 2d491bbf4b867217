"""The access that goes with a booking: one keypad code on every door of the address that has a keypad."""

from __future__ import annotations

from collections.abc import Iterator

from keyturn.nuki.auths import ALL_DAYS, CODE_NAME_MOST, is_keypad_code
from keyturn.nuki.codes import AuthType
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.address import AddressReservation
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Change, Kind, refusal
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "Handing out the access of a booking makes one keypad code for it, valid from its start to its end, on every "
        "door with a keypad; taking it back removes the codes.",
        Confidence.GUESSED,
        "S-25 has guestsIssued and keypadIssued",
    ),
)


def hand_out(world: World, booking: AddressReservation) -> bool:
    """Make the codes, unless they are made already; says whether there is one."""
    made = world.office.handed_out.setdefault(booking.id, [])
    if made:
        return True
    code = _code(world)
    for device in _doors(world, booking):
        config = device.shown.config
        auth = _auth(world, device, booking, code)
        if config is None or not (config.keypad_paired or config.keypad2_paired):
            continue
        if refusal(device.inside.keyring.listed.values(), auth, device.shown.type) is None:
            world.registrar.ask(device, Change(Kind.CREATE, auth))
            made.append(auth.id)
    return bool(made)


def take_back(world: World, booking: AddressReservation) -> None:
    """Remove them."""
    made = world.office.handed_out.pop(booking.id, [])
    for device in _doors(world, booking):
        for auth_id in made:
            auth = device.inside.keyring.listed.get(auth_id)
            if auth is not None:
                world.registrar.ask(device, Change(Kind.DELETE, auth))


def _doors(world: World, booking: AddressReservation) -> Iterator[Device]:
    address = world.office.addresses[booking.address_id]
    for device in world.devices_of.get(AccountId(address.account_id), ()):
        if device.smartlock_id in address.smartlock_ids:
            yield device


def _auth(world: World, device: Device, booking: AddressReservation, code: int) -> SmartlockAuth:
    return SmartlockAuth(
        id=world.entropy.object_id(),
        smartlock_id=device.smartlock_id,
        type=AuthType.KEYPAD_CODE,
        name=booking.name[:CODE_NAME_MOST],
        enabled=True,
        remote_allowed=False,
        lock_count=0,
        code=code,
        creation_date=to_wire(world.clock.now()),
        allowed_from_date=booking.start_date,
        allowed_until_date=booking.end_date,
        allowed_week_days=ALL_DAYS,
    )


def _code(world: World) -> int:
    while not is_keypad_code(code := world.entropy.number(111_111, 999_999)):
        pass
    return code
