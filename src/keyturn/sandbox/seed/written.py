"""A seed written down again, in the form it is read from."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from keyturn.sandbox.seed.seed import Seed
from keyturn.sandbox.world.settings import Settings

HEAD = "# A home for the sandbox: keyturn sandbox run --seed FILE, or keyturn sandbox seed load FILE\n"


def toml(seed: Seed) -> str:
    """The tables as TOML. The secrets in it are the simulation's."""
    application = {
        **seed.tables.get("application", {}),
        "client_secret": seed.application.client_secret.reveal(),
        "redirect_uris": list(seed.application.redirect_uris),
    }
    if seed.application.webhook_url:
        application["webhook_url"] = seed.application.webhook_url
    told = {**seed.tables, "application": application}
    other = {
        name: value
        for name, value in msgspec.structs.asdict(seed.settings).items()
        if value != getattr(Settings(), name)
    }
    if other:
        told["settings"] = other
    return HEAD + "\n".join(_table(told, ())) + "\n"


def _table(table: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    lines = [f"{name} = {_value(value)}" for name, value in table.items() if not _is_table(value)]
    for name, value in table.items():
        inner = (*path, name)
        if isinstance(value, dict):
            lines += ["", f"[{'.'.join(inner)}]", *_table(value, inner)]
        elif _is_table(value):
            for each in value:
                lines += ["", f"[[{'.'.join(inner)}]]", *_table(each, inner)]
    return lines


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _value(value: Any) -> str:
    # Numbers, texts, truth values and lists of them are written alike in JSON and TOML, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
