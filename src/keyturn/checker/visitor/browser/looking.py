"""A look at pages as their scripts make them, with nothing pressed."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Canaries
from keyturn.checker.visitor.browser.chromium import chromium
from keyturn.checker.visitor.browser.visitor import BrowserVisitor
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.wire import Answer


@contextlib.asynccontextmanager
async def looking(url: str, ca_file: Path) -> AsyncIterator[Callable[[str], Awaitable[Answer]]]:
    """``ca_file``: the authorities that vouch for the address. Raises :class:`NotPlayed`."""
    place = urlsplit(url)
    with TemporaryDirectory(prefix="keyturn-look-") as folder:
        shown = []
        if place.scheme == "https":
            shown = [Path(folder) / "certificate.pem"]
            address = (place.hostname or "localhost", place.port or 443)
            try:
                pem = await asyncio.to_thread(ssl.get_server_certificate, address, ca_certs=str(ca_file))
            except OSError as trouble:
                raise NotPlayed(f"{place.netloc} shows no certificate that is believed: {trouble}.") from None
            shown[0].write_text(pem)  # a few lines
        async with chromium(*shown, beside=place.hostname or "localhost") as browser:
            visitor = BrowserVisitor(browser, Recording(Canaries(), lambda: 0.0, url), url)

            async def look(address: str) -> Answer:
                try:
                    seen = await visitor.open(address)
                except NotPlayed:
                    return Answer(0, {}, b"")  # one page that leads nowhere ends no look at the others
                return Answer(seen.status, {}, seen.text.encode())

            try:
                yield look
            finally:
                await visitor.aclose()
