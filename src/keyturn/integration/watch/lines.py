"""Lines of log: as text or as JSON, each with the reference of its request, none with a secret.

Secrets are values that do not print (``keyturn.secrecy``). What stands here is the net below: whatever looks like a
token, a code or a state in an address is blotted out, whoever wrote it, a library's own lines and tracebacks included.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import IO

import msgspec

HIDDEN = "[hidden]"
_REQUEST: ContextVar[_Name | None] = ContextVar("request", default=None)
_NET = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"(?i)\b(code|state|[a-z_]*token|[a-z_]*secret|password|signature)([\"']?\s*[=:]\s*[\"']?)"
            r"(?!Secret\(|\[hidden\])[\w.~+/%=-]{6,}"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(/webhooks/nuki/)[\w.~%-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w+://[^\s:/@]+:)[^\s@/]+@"), rf"\1{HIDDEN}@"),
    (re.compile(r"\b(?:whsec|kt|ktk)_[\w.+/=-]{8,}"), HIDDEN),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+"), HIDDEN),
    (re.compile(r"\b[0-9a-f]{64,}\b"), HIDDEN),
)


class Style(StrEnum):
    """How lines are written."""

    TEXT = "text"
    JSON = "json"


def blotted(text: str) -> str:
    """The text without what looks like a secret."""
    for pattern, instead in _NET:
        text = pattern.sub(instead, text)
    return text


class _Name:
    """A reference that is made when somebody asks for it: most requests go well and are not logged."""

    __slots__ = ("_make", "_said")

    def __init__(self, make: Callable[[], str]) -> None:
        self._make, self._said = make, ""

    def __str__(self) -> str:
        self._said = self._said or self._make()
        return self._said


def current() -> str:
    """The reference of the request being answered, which is also on the page of its error; nothing outside of one."""
    name = _REQUEST.get()
    return str(name) if name else ""


@contextmanager
def named(make: Callable[[], str]) -> Iterator[None]:
    """A request begins: every line until its end carries one reference, also those of work it has begun."""
    before = _REQUEST.set(_Name(make))
    try:
        yield
    finally:
        _REQUEST.reset(before)


class Text(logging.Formatter):
    """For a person at a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = blotted(super().format(record))
        request = current()
        return f"{line} [{request}]" if request and request not in line else line


class Json(logging.Formatter):
    """One object a line, for a machine: ``at`` in UTC, ``level``, ``from``, ``said``, ``request``, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": blotted(record.getMessage()),
        }
        if request := current():
            line["request"] = request
        if record.exc_info:
            line["trace"] = blotted(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


def write_log(style: str, where: IO[str] | None = None) -> logging.Handler:
    """From now on, lines of every part and library go to standard error, or ``where``; the handler, to take it back."""
    handler = logging.StreamHandler(where or sys.stderr)
    handler.setFormatter(Json() if Style(style) is Style.JSON else Text())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("httpx2", "httpcore", "asyncio", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler
