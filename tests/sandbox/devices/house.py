"""A house with a device of every kind and every accessory."""

from __future__ import annotations

from keyturn.nuki.ids import SmartlockId, smartlock_id
from keyturn.sandbox import Seed

HOUSE = """
name = "house"

[application]
redirect_uris = ["https://app.example/callback"]
webhook_url = "https://app.example/central"

[[account]]
account_id = 1
email = "mara@home.example"
password = "a-key-under-the-mat"
name = "Mara"

[[account.user]]
account_user_id = 11
email = "ben@home.example"
name = "Ben"

[[account.smartlock]]
type = 0
nuki_id = "00000A00"
name = "Old lock"

[[account.smartlock]]
type = 1
nuki_id = "00000A01"
name = "Box"

[[account.smartlock]]
type = 2
nuki_id = "00000A02"
name = "Opener"
fob = [7, 1, 8]

[[account.smartlock]]
type = 3
nuki_id = "00000A03"
name = "Smart door"
mechanism = 2
auto_lock_seconds = 30

[[account.smartlock]]
type = 4
nuki_id = "00000A04"
name = "Lock"
keypad2 = true
door_sensor = true
fob = [4, 2, 3]

[[account.smartlock.auth]]
name = "Always"
code = 111111

[[account.smartlock.auth]]
name = "Mornings"
code = 222222
week_days = 124
from_time = 480
until_time = 600

[[account.smartlock.auth]]
name = "Off"
code = 333333
enabled = false

[[account.smartlock.auth]]
name = "Ben"
type = "app"
account_user_id = 11
fingers = ["f1", "f2"]

[[account.smartlock]]
type = 5
nuki_id = "00000A05"
name = "Ultra"
variant = "ultra"
time_zone = "America/New_York"

[[account.smartlock]]
type = 5
nuki_id = "00000A15"
name = "Go"
variant = "go"
"""
OLD, BOX, OPENER, DOOR, LOCK, ULTRA = (smartlock_id(kind, f"00000A0{kind}") for kind in range(6))
GO: SmartlockId = smartlock_id(5, "00000A15")


def house() -> Seed:
    return Seed.from_text(HOUSE)
