"""Chromium, started for one check: it believes this machine's authority, and reaches nothing but this machine."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate, load_pem_x509_certificates

from keyturn.checker.errors import NotPlayed

if TYPE_CHECKING:
    from playwright.async_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    *("--no-sandbox", "--disable-quic", "--disable-background-networking"),
    *("--disable-gpu", "--disable-dev-shm-usage"),  # containers have no graphics and little shared memory
)


def program() -> str | None:
    """Where Chromium is, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def missing() -> str | None:
    """What is missing for the browser way, and the mend; None when all is there."""
    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        return "Playwright is missing: pip install 'keyturn[checker]'."
    return None if program() else "Chromium is missing. On Debian: apt-get install chromium."


@contextlib.asynccontextmanager
async def chromium(*certificates: Path, beside: str = "localhost") -> AsyncIterator[Browser]:
    """Running, and ended after. Raises :class:`NotPlayed`.

    ``certificates``: PEM files whose keys it believes. ``beside``: one more host it may reach.
    """
    if lacking := missing():
        raise NotPlayed(lacking)
    from playwright.async_api import Error, async_playwright

    pins = ",".join(_pin(one) for file in certificates for one in load_pem_x509_certificates(file.read_bytes()))
    flags = [
        *_FLAGS,
        f"--ignore-certificate-errors-spki-list={pins}",
        f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE {beside}",
    ]
    async with async_playwright() as play:
        try:
            browser = await play.chromium.launch(executable_path=program(), args=flags)
        except Error as trouble:
            raise NotPlayed(f"Chromium does not start: {trouble.message.partition(os.linesep)[0]}") from None
        try:
            yield browser
        finally:
            await browser.close()


def _pin(certificate: Certificate) -> str:
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
