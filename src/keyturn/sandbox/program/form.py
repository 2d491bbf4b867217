"""The integration form a company fills in when it wants to be checked (documented: D-int)."""

from __future__ import annotations

import msgspec

from keyturn.nuki.scopes import Scope

DEVICES = ("Smart Lock", "Smart Door", "Opener", "Box")
ACCESSORIES = ("Keypad", "Door Sensor", "Fob")


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Company, integration and showcase texts; devices, accessories, actions and scopes."""

    company: str
    integration: str
    website: str
    contact: str
    short_text: str
    long_text: str
    devices: tuple[str, ...]
    scopes: tuple[str, ...]
    actions: tuple[str, ...]
    accessories: tuple[str, ...] = ()
    help_url: str = ""
    support: str = ""


def complaints(form: Form) -> list[str]:
    """What a reviewer would send back at once, each with what to do."""
    found = [
        f"{name} is empty: fill it in."
        for name in ("company", "integration", "website", "contact", "short_text", "long_text")
        if not getattr(form, name).strip()
    ]
    found += [
        f"{name}: {', '.join(DEVICES)} can be supported, not {name!r}."
        for name in form.devices
        if name not in DEVICES
    ]
    found += [
        f"{name!r} is no accessory: use {', '.join(ACCESSORIES)}."
        for name in form.accessories
        if name not in ACCESSORIES
    ]
    found += [f"{name!r} is no scope: use {', '.join(Scope)}." for name in form.scopes if name not in list(Scope)]
    if not form.devices:
        found.append("devices is empty: name what customers can connect.")
    if not form.scopes:
        found.append("scopes is empty: name what is asked of customers.")
    if not form.help_url.startswith("https://"):
        found.append("help_url is missing: give the https address of the customers' instructions.")
    if not form.support.strip():
        found.append("support is missing: say where customers get help first.")
    return found
