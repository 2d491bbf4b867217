"""Words that have to be known: placeholders, scopes, features, devices, actions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from keyturn.checker.errors import Wrong
from keyturn.checker.subject.placeholders import AT_THE_DOOR, PLACEHOLDERS, named
from keyturn.checker.subject.settings import Subject
from keyturn.nuki.codes import DeviceType, LockAction, OpenerAction
from keyturn.nuki.scopes import Scope
from keyturn.nuki.webhooks import Feature

ACTIONS = {action.name.lower() for table in (LockAction, OpenerAction) for action in table}
NEEDED = {
    "sandbox_url": "the subject would talk to the real Nuki, or to nobody",
    "client_id": "the sandbox would not know the application",
    "client_secret": "the sandbox would refuse to exchange the code",
}


def wrongs(subject: Subject) -> Iterator[Wrong]:
    """Unknown words, and needed ones that are missing."""
    yield from _placeholders(subject)
    for place, words, known in (
        ("application.scopes", subject.application.scopes, set(Scope)),
        ("application.features", subject.application.features, set(Feature)),
        ("act", tuple(subject.act), ACTIONS),
        ("actions", subject.actions, ACTIONS),
    ):
        for word in words:
            if word not in known:
                yield Wrong(
                    place, f"{word!r}, which Nuki does not know", f"Use one of: {', '.join(sorted(known))}."
                )
    for kind in subject.devices:
        if kind not in set(DeviceType):
            types = ", ".join(f"{one.value} ({one.name.lower()})" for one in DeviceType)
            yield Wrong("devices", f"{kind}, which is no type of device", f"Use: {types}.")


def _placeholders(subject: Subject) -> Iterator[Wrong]:
    for key in ("url", "start", "application"):
        for name in named(msgspec.to_builtins(getattr(subject, key))):
            if name not in PLACEHOLDERS:
                yield Wrong(key, f"{{{name}}}, which is no placeholder", f"Use one of: {', '.join(PLACEHOLDERS)}.")
    for key, button in subject.buttons():
        for name in named(msgspec.to_builtins(button)):
            if name not in PLACEHOLDERS and name not in AT_THE_DOOR:
                known = ", ".join((*AT_THE_DOOR, *PLACEHOLDERS))
                yield Wrong(key, f"{{{name}}}, which is no placeholder", f"Use one of: {known}.")
    told = set(named(msgspec.to_builtins(subject.start)))
    for name, why in NEEDED.items():
        if name not in told and not (name == "sandbox_url" and subject.start.stands_in_for):
            mend = f"Pass {{{name}}} on in a variable the subject reads."
            yield Wrong("start.env", f"without {{{name}}}: {why}", mend)
    if "client_secret" in set(named(subject.start.command)):
        yield Wrong("start.command", "told {client_secret}, which every user of the machine could read there",
                    "Pass it in [start.env].")  # fmt: skip
