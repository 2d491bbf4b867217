"""The operations that live on the server and move no device, gathered from their rooms."""

from __future__ import annotations

from types import ModuleType

from keyturn.sandbox.resources.account import account, contact, integration, otp, setting, sub, user
from keyturn.sandbox.resources.address import address, invitation, reservation, stay, unit
from keyturn.sandbox.resources.api_key import advanced, key, key_token, webhook_log
from keyturn.sandbox.resources.call import Binding
from keyturn.sandbox.resources.directory import company, intercom, notification, service

MODULES: tuple[ModuleType, ...] = (
    *(account, contact, integration, otp, setting, sub, user),
    *(address, invitation, reservation, stay, unit),
    *(advanced, key, key_token, webhook_log),
    *(company, intercom, notification, service),
)
BINDINGS: tuple[Binding, ...] = tuple(binding for module in MODULES for binding in getattr(module, "BINDINGS", ()))
