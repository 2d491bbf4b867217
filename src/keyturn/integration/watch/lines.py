"""Lines of log: as text or as JSON, each with the reference of its request, none with a secret.

Secrets are values that do not print (``keyturn.secrecy``). What stands here is the net below: whatever looks like a
token, a code or a state in an address is blotted out, whoever wrote it, a library's own lines and tracebacks included.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import IO

import msgspec

HIDDEN = "[hidden]"
_REQUEST: ContextVar[str] = ContextVar("request", default="")
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


def reference() -> str:
    """Of the request being answered: it stands on the page of an error and on every line of log; else a fresh one."""
    return _REQUEST.get() or fresh()


def fresh() -> str:
    """Short enough to be read over the telephone."""
    return secrets.token_hex(4).upper()


@contextmanager
def named() -> Iterator[str]:
    """A request begins: a reference of its own until it ends."""
    before = _REQUEST.set(fresh())
    try:
        yield _REQUEST.get()
    finally:
        _REQUEST.reset(before)


class Text(logging.Formatter):
    """For a person at a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        mark = f" [{request}]" if (request := _REQUEST.get()) else ""
        return blotted(super().format(record)) + mark


class Json(logging.Formatter):
    """One object a line, for a machine: ``at`` in UTC, ``level``, ``from``, ``said``, ``request``, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": blotted(record.getMessage()),
        }
        if request := _REQUEST.get():
            line["request"] = request
        if record.exc_info:
            line["trace"] = blotted(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


def write(style: Style, where: IO[str] = sys.stderr) -> logging.Handler:
    """From now on, lines of every part and library go there; the handler, for whoever wants to take it back."""
    handler = logging.StreamHandler(where)
    handler.setFormatter(Json() if style is Style.JSON else Text())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("httpx2", "httpcore", "asyncio", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler
