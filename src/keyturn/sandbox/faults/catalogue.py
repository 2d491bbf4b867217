"""Every fault there is, by name."""

from __future__ import annotations

from keyturn.sandbox.faults import calls, doors, hooks, keys, tokens
from keyturn.sandbox.faults.fault import Fault
from keyturn.sandbox.faults.tokens import TOKEN

__all__ = ["CATALOGUE", "GROUPS", "TOKEN"]

GROUPS: dict[str, tuple[Fault, ...]] = {
    "Doors": doors.FAULTS,
    "Authorizations": keys.FAULTS,
    "Webhooks": hooks.FAULTS,
    "Tokens": tokens.FAULTS,
    "Calls": calls.FAULTS,
}
CATALOGUE: dict[str, Fault] = {fault.name: fault for group in GROUPS.values() for fault in group}
