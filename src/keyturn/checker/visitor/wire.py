"""The one file of the checker that knows the HTTP library: a browser's cookies without a browser, and webhooks out."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

BODY_AT_MOST = 2 * 2**20
"""Bytes read of an answer: a subject may flood."""


@dataclass(frozen=True)
class Answer:
    """``headers`` by lower-case name; several cookies are joined by line ends."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class NoAnswer(OSError):
    """Nobody answered: says who and why."""


class Wire:
    """One jar of cookies; redirects are not followed. ``timeout`` in seconds for a whole answer's waits."""

    def __init__(self, ca_file: Path, timeout: float = 15.0) -> None:
        trust = ssl.create_default_context(cafile=ca_file)
        # A kept connection may be closed just as it is used again; a browser would repeat, and nobody would see it.
        fresh = httpx2.Limits(max_keepalive_connections=0)
        self._client = httpx2.AsyncClient(verify=trust, timeout=timeout, trust_env=False, limits=fresh)

    async def send(
        self,
        method: str,
        url: str,
        *,
        fields: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Raises :class:`NoAnswer`."""
        try:
            async with self._client.stream(
                method, url, data=fields, json=json, content=content, headers=dict(headers or {})
            ) as answer:
                body = b""
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > BODY_AT_MOST:
                        break
                names = {name.lower() for name in answer.headers}
                shown = {
                    name: "\n".join(answer.headers.get_list(name))
                    if name == "set-cookie"
                    else answer.headers[name]
                    for name in sorted(names)
                }
                return Answer(answer.status_code, shown, body)
        except (httpx2.HTTPError, httpx2.InvalidURL) as trouble:
            raise NoAnswer(f"{type(trouble).__name__} from {method} {url.partition('?')[0]}") from None

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()
