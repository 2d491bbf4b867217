"""The operations that live on the server and move no device, gathered from their rooms."""

from __future__ import annotations

from types import ModuleType

from keyturn.sandbox.resources.account import account, contact, integration, otp, setting, sub, user
from keyturn.sandbox.resources.call import Binding

MODULES: tuple[ModuleType, ...] = (account, contact, integration, otp, setting, sub, user)
BINDINGS: tuple[Binding, ...] = tuple(binding for module in MODULES for binding in module.BINDINGS)
