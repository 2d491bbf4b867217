"""The manifest changed by a program as a careful person would: one line, its comment kept. Pure."""

from __future__ import annotations

import re
import tomllib

from keyturn.journey.draft import listed, quoted
from keyturn.journey.errors import Flaw, ManifestWrong
from keyturn.journey.manifest import line_of

EXPLAINED = "[explained]"


def value_at(text: str, key: str) -> str | tuple[str, ...]:
    """What a dotted key holds: a text, or a list of texts. Raises ``KeyError`` where nothing like that stands."""
    table, _, name = key.partition(".")
    fields = tomllib.loads(text).get(table, {})
    if isinstance(fields.get(name), dict | None):
        raise KeyError(key)
    value = fields[name]
    return tuple(value) if isinstance(value, list) else str(value)


def with_value(text: str, key: str, value: str | tuple[str, ...]) -> str:
    """With one value in place of another. Raises :class:`ManifestWrong` where it does not stand on one line."""
    number, lines = line_of(text, key) or 0, text.splitlines()
    name, equals, rest = lines[number - 1].partition("=") if 0 < number <= len(lines) else ("", "", "")
    comment = _comment(rest)
    if not equals or name.strip().strip('"') != key.partition(".")[2] or comment is None:
        raise ManifestWrong(Flaw(key, "does not stand on one line", "Change it in the file.", number or None))
    told = quoted(value) if isinstance(value, str) else listed(value)
    lines[number - 1] = f"{name.rstrip()} = {told}{comment}"
    return "\n".join(lines) + "\n"


def with_reason(text: str, key: str, reason: str) -> str:
    """With a difference explained, whether or not there is a table for that yet."""
    lines, line = text.splitlines(), f"{quoted(key)} = {quoted(reason)}"
    heads = [number for number, each in enumerate(lines) if re.match(r"\s*\[explained\]", each)]
    if not heads:
        return "\n".join([*lines, "", EXPLAINED, line]) + "\n"
    own = re.compile(rf"\s*{re.escape(quoted(key))}\s*=")
    kept = [each for number, each in enumerate(lines) if number <= heads[0] or not own.match(each)]
    kept.insert(heads[0] + 1, line)
    return "\n".join(kept) + "\n"


def _comment(rest: str) -> str | None:
    """What follows the value on its line; None where the value does not end there."""
    for end in [*(found.start() for found in re.finditer("#", rest)), len(rest)]:
        try:
            tomllib.loads(f"x = {rest[:end]}")
        except tomllib.TOMLDecodeError:
            continue
        return f"  {rest[end:].rstrip()}".rstrip()
    return None
