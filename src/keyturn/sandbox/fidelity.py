"""What the sandbox holds to be true about Nuki, gathered from the rooms and written as a page.

``python -m keyturn.sandbox.fidelity`` prints ``docs/fidelity.md``; a test holds the two together.
"""

from __future__ import annotations

import sys
from collections import Counter
from types import ModuleType

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.devices import box, course, motion, opener, orders, smartlock
from keyturn.sandbox.devices import upkeep as device_upkeep
from keyturn.sandbox.devices.access import creation, keyring, registrar, window
from keyturn.sandbox.devices.accessories import door_sensor, keypad, presses
from keyturn.sandbox.devices.person import care, hands
from keyturn.sandbox.faults import calls
from keyturn.sandbox.faults.catalogue import CATALOGUE
from keyturn.sandbox.oauth import authorize, consent, issue, token
from keyturn.sandbox.program import hosting, watch, way
from keyturn.sandbox.resources import call, decentral_webhook, gate, server, smartlock_action, smartlock_log
from keyturn.sandbox.resources import smartlock as smartlock_reads
from keyturn.sandbox.resources.auths import asked, change, create, reads
from keyturn.sandbox.resources.routes import BINDINGS
from keyturn.sandbox.resources.smartlocks import configs, upkeep
from keyturn.sandbox.seed import seed
from keyturn.sandbox.webhooks import announce, compose, deliver, sign
from keyturn.sandbox.webhooks import log as webhook_log
from keyturn.sandbox.world import settings
from keyturn.sandbox.world.second_factor import codes

ROOMS: dict[str, tuple[ModuleType, ...]] = {
    "Connecting": (authorize, consent, issue, token),
    "Operations": (
        gate,
        call,
        smartlock_reads,
        smartlock_action,
        smartlock_log,
        decentral_webhook,
        upkeep,
        configs,
        calls,
    ),
    "Accounts, addresses, keys": (*(one for one in server.MODULES if hasattr(one, "RULES")), codes),
    "Devices": (course, motion, orders, smartlock, opener, box, device_upkeep),
    "At the door": (keypad, door_sensor, presses, care, hands),
    "Authorizations": (asked, create, change, reads, keyring, registrar, creation, window),
    "Settings, and what each changes": (settings,),
    "Webhooks": (compose, sign, announce, deliver, webhook_log),
    "The way to ACTIVE": (way, watch, hosting),
    "The world at the start": (seed,),
}

INTRODUCTION = """# What the sandbox knows about Nuki

Nuki offers no test environment, so a simulation can only be as true as what is publicly known. Every rule the
sandbox follows is listed here with its source and how sure it is. *documented*: Nuki's own current or unrefuted
text. *reported*: an answer of Nuki's staff, or seen by integrators. *guessed*: stated nowhere; by analogy, or our
choice. Never build on a guess what would hurt if the guess were wrong. The source tags are explained in
`src/keyturn/nuki/confidence.py`.

This page is made by `python -m keyturn.sandbox.fidelity > docs/fidelity.md`; the rules stand beside the code that
follows them.
"""


def rules() -> list[tuple[str, Rule, str]]:
    """Room, rule, and the file that follows it."""
    return [
        (room, rule, f"src/{module.__name__.replace('.', '/')}.py")
        for room, modules in ROOMS.items()
        for module in modules
        for rule in module.RULES
    ]


def page() -> str:
    """The whole page, in Markdown."""
    found = rules()
    counts = Counter(rule.confidence for _, rule, _ in found)
    parts = [INTRODUCTION, " · ".join(f"{counts[each]} {each}" for each in Confidence) + "\n"]
    for room in ROOMS:
        parts.append(f"## {room}\n\n| Rule | How sure | Source | Where |\n| --- | --- | --- | --- |")
        parts += [
            f"| {rule.says} | {rule.confidence} | {rule.source} | `{where}` |"
            for its_room, rule, where in found
            if its_room == room
        ]
        parts.append("")
    parts.append("## Operations answered\n\n| Operation | Path | Scopes, any of |\n| --- | --- | --- |")
    parts += [
        f"| {endpoint.name} | `{endpoint.method} {endpoint.path}` | {', '.join(endpoint.any_of)} |"
        for endpoint, _ in BINDINGS
    ]
    parts.append("\n## Faults that can be armed\n\n| Fault | What happens | Met where |\n| --- | --- | --- |")
    parts += [f"| `{fault.name}` | {fault.says} | {fault.pain} |" for fault in CATALOGUE.values()]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
