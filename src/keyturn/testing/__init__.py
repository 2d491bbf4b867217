"""testing: a virtual Nuki in a test of your own, as pytest fixtures.

``nuki`` (plain), ``async_nuki`` (awaited) and ``nuki_server`` (a real socket) each are a fresh sandbox; faults are
markers. ``every_fault`` runs a test once under each fault there is.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keyturn.testing.answer import Answer
    from keyturn.testing.door import Door
    from keyturn.testing.every import every_fault
    from keyturn.testing.mail import Mail
    from keyturn.testing.nuki import AsyncNuki, Grant, Nuki
    from keyturn.testing.server import NukiServer

__all__ = ["Answer", "AsyncNuki", "Door", "Grant", "Mail", "Nuki", "NukiServer", "every_fault"]

_HOMES = {
    **{"Answer": "answer", "Door": "door", "Mail": "mail", "NukiServer": "server", "every_fault": "every"},
    **dict.fromkeys(("AsyncNuki", "Grant", "Nuki"), "nuki"),
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: pytest imports this room in every run, also in those that have no lock in them.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"keyturn.testing has no {name}; it has {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"keyturn.testing.{home}"), name)
