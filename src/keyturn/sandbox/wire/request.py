"""One request, read from ASGI; what is costly is read only when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

NO_PARAMETERS: Mapping[str, str] = {}


class Request:
    """``parameters`` are the path's, by the names of the route; ``body`` is read to its end.

    ``operation`` and ``credential`` are filled in on the way: what was called, and the label of what opened it.
    """

    __slots__ = ("_headers", "body", "credential", "method", "operation", "parameters", "path", "query", "scope")

    def __init__(self, scope: Mapping[str, Any], body: bytes = b"") -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self._headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
        self.body = body
        self.parameters: Mapping[str, str] = NO_PARAMETERS
        self.operation = ""
        self.credential: str | None = None

    def header(self, name: bytes) -> str | None:
        """The first header of this lower-case name."""
        for key, value in self._headers:
            if key == name:
                return value.decode("latin-1")
        return None

    def query_pairs(self) -> list[tuple[str, str]]:
        """The query string's pairs, in order."""
        return parse_qsl(self.query.decode("latin-1"), keep_blank_values=True) if self.query else []

    def form_pairs(self) -> list[tuple[str, str]]:
        """The pairs of an urlencoded body, in order; none when the body is something else."""
        kind = (self.header(b"content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            return []
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    def cookie(self, name: str) -> str | None:
        """One cookie's value."""
        for part in (self.header(b"cookie") or "").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return None
