"""A house with a device of every type Nuki sells, each with what can be paired with it; and a door nobody knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pair.joined import Street, play

from keyturn.nuki.codes import DeviceType
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox import Seed
from keyturn.sandbox.devices.device import Device

SEED = """
name = "house"
api_token = "sandbox-api-token-6f1d2c8e5b7a4093"
[application]
name = "Harbour Stays"
client_id = "sandbox-client"
client_secret = "sandbox-client-secret-9b27d4c1e8f35a60"
api_key_id = 4711
redirect_uris = ["https://127.0.0.1:8443/connect/callback"]
[[account]]
account_id = 55512345
email = "mara@home.example"
password = "a-key-under-the-mat"
name = "Mara Lindqvist"
[[account.user]]
account_user_id = 60000000
email = "mara@home.example"
name = "Mara Lindqvist"
[[account.smartlock]]
type = 0
nuki_id = "1A2B3C40"
name = "Cellar"
keypad = true
fob = [1, 2, 3]
[[account.smartlock]]
type = 4
nuki_id = "1A2B3C44"
name = "Front"
keypad = true
door_sensor = true
[[account.smartlock]]
type = 5
variant = "pro"
nuki_id = "1A2B3C45"
name = "Attic"
keypad2 = true
door_sensor = true
fob = [4, 1, 2]
[[account.smartlock]]
type = 3
nuki_id = "1A2B3C43"
name = "Lobby"
keypad = true
[[account.smartlock]]
type = 2
nuki_id = "1A2B3C42"
name = "House"
keypad = true
fob = [1, 7, 8]
[[account.smartlock]]
type = 1
nuki_id = "1A2B3C41"
name = "Box"
"""
NAMES = {
    DeviceType.SMART_LOCK_2: "Cellar",
    DeviceType.SMART_LOCK_4: "Front",
    DeviceType.SMART_LOCK_5: "Attic",
    DeviceType.SMART_DOOR: "Lobby",
    DeviceType.OPENER: "House",
    DeviceType.BOX: "Box",
}


@dataclass
class House:
    """The street, and its devices by type."""

    street: Street

    def facts(self, device_type: int) -> dict[str, Any]:
        """What the sandbox says of a device."""
        found: dict[str, Any] = next(one for one in self.street.facts["smartlocks"] if one["type"] == device_type)
        return found

    def inside(self, device_type: int) -> Device:
        """The device itself."""
        return self.street.sandbox._world.devices[SmartlockId(self.facts(device_type)["smartlock_id"])]

    def state(self, device_type: int) -> int:
        """Its state as it is now."""
        return int(self.street.sandbox.device(self.facts(device_type)["smartlock_id"])["state"]["state"])

    async def page(self, device_type: int, sub: str = "") -> str:
        """The text of a device's own page, or of one below it."""
        person, number = self.street.person, self.facts(device_type)["smartlock_id"]
        await person.go("/doors")
        assert person.page is not None
        path = next(part for part in person.page.text.split('"') if part.endswith(f"/{number}"))
        return (await person.go(path + sub)).text

    async def read_anew(self) -> None:
        """Long enough that the pages ask Nuki again."""
        await self.street.clock.advance(120)


def tell(path: Path, story: Callable[[House], Awaitable[None]], **changes: Any) -> None:
    """Play a story in the house; its owner is connected."""

    async def connected(street: Street) -> None:
        await street.person.connect()
        await story(House(street))

    play(path, connected, **{"seed": Seed.from_text(SEED)} | changes)
