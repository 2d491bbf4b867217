"""Whether a request was meant for this machine: a page of another site may have its name point here."""

from __future__ import annotations

from keyturn.sandbox.errors import Problem
from keyturn.sandbox.wire.request import Request

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def refuse_strangers(request: Request) -> None:
    """Raises :class:`Problem` 403 for a Host that is neither loopback nor the address served (DNS rebinding)."""
    host = _host(request.header(b"host") or "")
    server = request.scope.get("server") or ("", 0)
    if host in LOOPBACK or host.endswith(".localhost") or host == server[0]:
        return
    raise Problem(
        403,
        "not-this-host",
        "This address is not served here",
        detail=f"The request was sent to the host {host!r}.",
        remedy="Use http(s)://127.0.0.1 or localhost, with the sandbox's port.",
    )


def _host(header: str) -> str:
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()
