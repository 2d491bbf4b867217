"""Webhooks over the real network."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.webhooks import DELIVERY_SECONDS

if TYPE_CHECKING:
    import aiohttp

RULES = (Rule("A receiver has 10 seconds.", Confidence.GUESSED, "not stated"),)

KEPT_SECONDS = 2.0
"""For how long an idle connection is used again: shorter than receivers keep theirs, or a webhook would get lost."""


class HttpDelivery:
    """POSTs webhooks. ``ca_file`` is trusted besides the system's authorities; redirects are not followed."""

    def __init__(self, ca_file: Path | None = None) -> None:
        self._ca_file = ca_file
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The receiver's HTTP status. Raises ``OSError`` or ``TimeoutError`` when there is none."""
        import aiohttp  # with the first webhook, not before: it takes longer to load than all the rest

        session = self._session or self._open()
        try:
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, ValueError) as trouble:
            raise OSError(str(trouble)) from trouble

    async def close(self) -> None:
        """Close kept connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        context = ssl.create_default_context()
        if self._ca_file is not None:
            context.load_verify_locations(self._ca_file)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=context, keepalive_timeout=KEPT_SECONDS),
            timeout=aiohttp.ClientTimeout(total=DELIVERY_SECONDS),
        )
        return self._session
