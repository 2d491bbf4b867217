"""Requests and answers as plain values: what the pure part and the network hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from keyturn.secrecy import Secret

Fields = tuple[tuple[str, "str | Secret"], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """``path`` begins with a slash and is already encoded; at most one of ``json`` and ``form`` is set.

    Secrets stay wrapped until the transport writes them to the network. ``secretive``: the body holds a code, so
    that numbers in Nuki's refusal of it are left out. ``any_of``: the scopes that open the call, any one is enough.
    ``headers`` are sent besides the transport's own, and hold no secret.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    json: bytes | None = field(default=None, repr=False)
    form: Fields | None = None
    bearer: Secret | None = None
    secretive: bool = False
    any_of: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Response:
    """Header names in ``headers`` are found in lower case. The body may hold secrets and is not printed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
