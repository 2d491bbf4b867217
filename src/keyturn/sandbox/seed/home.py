"""The home that comes with the sandbox, in the same tables a seed file has."""

from __future__ import annotations

import tomllib

TABLES = tomllib.loads("""
name = "home"
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
type = 4
nuki_id = "1A2B3C4D"
name = "Front door"
battery = 84
door_sensor = true
keypad = true

[[account.smartlock.auth]]
name = "Cleaning"
code = 726194
week_days = 124
from_time = 480
until_time = 720

[[account.smartlock]]
type = 4
nuki_id = "2B7E1516"
name = "Garden door"
state = "unlocked"
battery = 63
knob = true

[[account.smartlock]]
type = 2
nuki_id = "0C9F22D1"
name = "House entrance"

[[account]]
account_id = 55567890
email = "jonas@next-door.example"
password = "the-neighbours-key"
name = "Jonas Berg"

[[account.smartlock]]
type = 4
nuki_id = "4D5E6F70"
name = "Next door"
battery = 41
""")
