"""From a file to a :class:`Described`; whatever is wrong is named with its line and its mend."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from keyturn.checker.errors import SubjectWrong, Wrong
from keyturn.checker.subject.settings import Described, Subject

_AT = re.compile(r"at `\$\.?([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_MISSING = re.compile(r"missing required field `([^`]+)`")


def read(file: Path) -> Described:
    """Raises :class:`SubjectWrong` that names the key, its line and the mend."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        why = getattr(trouble, "strerror", None) or "no UTF-8"
        raise SubjectWrong(
            Wrong("SUBJECT.toml", f"{file}: {why}", "Give the path of the subject's file.")
        ) from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        found = re.search(r"line (\d+)", str(trouble))
        line = int(found[1]) if found else None
        raise SubjectWrong(Wrong(file.name, f"not TOML: {trouble}", "Mend that line.", line)) from None
    try:
        return Described(subject=msgspec.convert(tables, Subject), file=file.resolve(), text=text)
    except msgspec.ValidationError as trouble:
        raise SubjectWrong(_told(str(trouble), text)) from None


def line_of(text: str, key: str) -> int | None:
    """The line on which the last part of a dotted key is first set, within its table if that is found."""
    *tables, last = re.sub(r"\[[^\]]*\]", "", key).split(".")
    lines = text.splitlines()
    header = re.compile(rf"\s*\[+\s*{re.escape('.'.join(tables))}\s*\]+")
    first = next((n for n, line in enumerate(lines) if tables and header.match(line)), 0)
    own = re.compile(rf"\s*\[*[\w.\"-]*\b{re.escape(last)}\b")
    return next((n + 1 for n, line in enumerate(lines) if n >= first and own.match(line)), None)


def _told(trouble: str, text: str) -> Wrong:
    at = _AT.search(trouble)
    place = at[1] if at else ""
    if found := _UNKNOWN.search(trouble):
        key = f"{place}.{found[1]}".lstrip(".")
        return Wrong(key, "no known key", "Take it out, or correct its spelling: docs/checker.md lists all.",
                     line_of(text, key))  # fmt: skip
    if found := _MISSING.search(trouble):
        key = f"{place}.{found[1]}".lstrip(".")
        return Wrong(key, "missing", f"Add {found[1]} there: docs/checker.md shows how.", line_of(text, place))
    return Wrong(place or "the file", trouble.partition(" - at")[0], "Give it the kind of value docs/checker.md shows.",
                 line_of(text, place))  # fmt: skip
