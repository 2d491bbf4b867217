"""Where two answers differ, as a person would say it: status, shape, order, or state at a moment. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from keyturn.cli.recording.tape import Take

WATCHED = ("state.state", "state.mode", "state.doorState", "state.nightMode", "serverState", "adminPinState")
"""What a device is doing: the same at the same moment, or a duration of the sandbox is wrong."""
SORTED_BY = ("date", "creationDate", "updateDate", "id", "name")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
SLOW_FACTOR, SLOW_SECONDS = 3.0, 1.0


class Kind(StrEnum):
    """In what an answer differs."""

    STATUS = "status"
    SHAPE = "shape"
    ORDER = "order"
    TIMING = "timing"


@dataclass(frozen=True)
class Difference:
    """One difference, at one call of the recording (counted from 1)."""

    call: int
    kind: Kind
    where: str
    recorded: str
    here: str

    def __str__(self) -> str:
        return f"call {self.call}, {self.kind} of {self.where}: recorded {self.recorded}, here {self.here}"


def between(call: int, take: Take, status: int, answer: Any, took: float) -> list[Difference]:
    """Every difference of one answer."""
    where = f"{take.method} {take.path}"
    if take.status != status:
        return [Difference(call, Kind.STATUS, where, str(take.status), str(status))]
    found = [
        Difference(call, Kind.SHAPE, f"{where} {path or 'body'}", recorded, here)
        for path, recorded, here in _shapes("", take.answer, answer)
    ]
    found += _order(call, where, take.answer, answer) + _moments(call, where, take.answer, answer)
    if took > SLOW_SECONDS and took > SLOW_FACTOR * take.took:
        found.append(Difference(call, Kind.TIMING, where, f"{take.took:.1f} s", f"{took:.1f} s"))
    return found


def _shapes(path: str, recorded: Any, here: Any) -> list[tuple[str, str, str]]:
    if isinstance(recorded, dict) and isinstance(here, dict):
        found = []
        for key in sorted(recorded.keys() | here.keys()):
            inner = f"{path}.{key}" if path else key
            if key not in here:
                found.append((inner, _type(recorded[key]), "nothing"))
            elif key not in recorded:
                found.append((inner, "nothing", _type(here[key])))
            else:
                found += _shapes(inner, recorded[key], here[key])
        return found
    if isinstance(recorded, list) and isinstance(here, list):
        # A list has the shape of its first entry; an empty one says nothing.
        return _shapes(path + "[]", recorded[0], here[0]) if recorded and here else []
    kinds = _type(recorded), _type(here)
    numbers = {"integer", "number"}
    return [] if kinds[0] == kinds[1] or set(kinds) <= numbers else [(path, *kinds)]


def _type(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "date" if _DATE.match(value) else "string"
        case list():
            return "list"
    return "object"


def _order(call: int, where: str, recorded: Any, here: Any) -> list[Difference]:
    if not (isinstance(recorded, list) and isinstance(here, list)):
        return []
    for field in SORTED_BY:
        ways = _way(recorded, field), _way(here, field)
        if ways[0] and ways[1]:
            return [] if ways[0] == ways[1] else [Difference(call, Kind.ORDER, f"{where} by {field}", *ways)]
    return []


def _way(entries: list[Any], field: str) -> str:
    values: list[Any] = [entry.get(field) for entry in entries if isinstance(entry, dict)]
    if len(values) < 2 or None in values or len(set(values)) < 2:
        return ""
    if values == sorted(values):
        return "rising"
    return "falling" if values == sorted(values, reverse=True) else ""


def _moments(call: int, where: str, recorded: Any, here: Any) -> list[Difference]:
    if not (isinstance(recorded, dict) and isinstance(here, dict)):
        return []
    pairs = ((path, _at(recorded, path), _at(here, path)) for path in WATCHED)
    return [
        Difference(call, Kind.TIMING, f"{where} {path}", str(one), str(other))
        for path, one, other in pairs
        if one is not None and other is not None and one != other
    ]


def _at(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
