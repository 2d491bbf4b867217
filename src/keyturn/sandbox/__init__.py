"""sandbox: a Nuki on one's own machine.

Accounts, doors that take their time, consent pages, signed webhooks, and faults on demand, over the surface of
Nuki's Web API. Enter by what is named here.
"""

from keyturn.sandbox.app.sandbox import Sandbox
from keyturn.sandbox.seed import Seed
from keyturn.sandbox.webhooks.announce import Delivery

__all__ = ["Delivery", "Sandbox", "Seed"]
