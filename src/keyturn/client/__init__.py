"""An async client for Nuki's Web API, of use on its own.

    from keyturn.client import NukiClient

    async with NukiClient("your API token from Nuki Web") as nuki:
        for smartlock in await nuki.smartlocks.list():
            print(smartlock.name, smartlock.smartlock_id)

Knowledge of the protocol (``requests``, ``responses``, ``retry``) is pure; only ``transport`` touches the network.
"""

from keyturn.client.api.oauth import OAuthClient
from keyturn.client.api.webhooks import Registered, Registration
from keyturn.client.circuit import Circuit
from keyturn.client.client import NukiClient
from keyturn.client.fair import Fair
from keyturn.client.tokens import TokenPair, TokenSource
from keyturn.client.transport import AsgiTransport, HttpTransport, Transport

__all__ = [
    "AsgiTransport",
    "Circuit",
    "Fair",
    "HttpTransport",
    "NukiClient",
    "OAuthClient",
    "Registered",
    "Registration",
    "TokenPair",
    "TokenSource",
    "Transport",
]
