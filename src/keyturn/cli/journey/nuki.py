"""The way to Nuki with the company's own API token, and its errors in words."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from keyturn.cli.complaint import Complaint

if TYPE_CHECKING:
    from keyturn.client import HttpTransport, NukiClient
    from keyturn.client.errors import ClientError
    from keyturn.secrecy import Secret

T = TypeVar("T")
TOKEN = "KEYTURN_NUKI_API_TOKEN"  # noqa: S105  # the name of the variable
URL, CA_FILE = "KEYTURN_NUKI_URL", "KEYTURN_NUKI_CA_FILE"


def has_token() -> bool:
    """Whether Nuki can be asked at all."""
    return bool(os.environ.get(TOKEN, "").strip())


def with_nuki(url: str, ca_file: Path | None, work: Callable[[NukiClient], Awaitable[T]]) -> T:
    """Run ``work`` with a client. Raises :class:`Complaint` for whatever goes wrong with Nuki."""
    import asyncio

    from keyturn.client import NukiClient
    from keyturn.client.errors import ClientError

    token = secret_in(TOKEN)
    if token is None:
        raise Complaint(
            f"{TOKEN} is not set, so Nuki was not asked.",
            "Make an API token with the permission `account` in Nuki Web, API, and put it into that variable.",
        )
    transport = way_to(url, ca_file, "--nuki-url", "https://api.nuki.io")

    async def run() -> T:
        try:
            return await work(NukiClient(token, transport=transport))
        finally:
            await transport.aclose()

    try:
        return asyncio.run(run())
    except ClientError as error:
        raise Complaint(str(error), _remedy(error)) from None


def secret_in(name: str) -> Secret | None:
    """What a variable holds, if it is set. Raises :class:`Complaint` for what cannot be sent as a bearer."""
    from keyturn.secrecy import Secret

    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(r"[!-~]+", text):
        raise Complaint(f"{name} holds what no token has: a space or a strange character.", "Copy it once more.")
    return Secret(text) if text else None


def way_to(url: str, ca_file: Path | None, option: str, like: str) -> HttpTransport:
    """A way to whoever is asked with a secret: https, or this machine. Raises :class:`Complaint`."""
    from keyturn.client import HttpTransport

    try:
        parts = urlsplit(url)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise Complaint(f"{url!r} is no address.", f"Give {option} like {like}.")
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise Complaint(f"{url!r} is not https, and the token would travel in clear.", "Give an https address.")
    try:
        return HttpTransport(url, ca_file)
    except OSError as trouble:
        raise Complaint(f"{ca_file} is no file of authorities: {trouble}.", "Give a PEM file.") from None


def _remedy(error: ClientError) -> str:
    from keyturn.client import errors

    match error:
        case errors.NoConnection():
            return "Nothing was sent. Check --nuki-url, --ca-file and the network."
        case errors.NoAnswer():
            return "It may have arrived. Say the same again: it looks first, and does only what is left."
        case errors.Unauthorized():
            return f"The API token in {TOKEN} is not valid here: make a new one in Nuki Web, API."
        case errors.Forbidden():
            return f"The API token in {TOKEN} lacks the permission `account`, or the key is another account's."
        case errors.Refused():
            return "Nuki did not take it as it is: mend what is named in keyturn.toml, and say the same again."
        case _:
            return "Wait a little, and say the same again: it looks first, and does only what is left."
