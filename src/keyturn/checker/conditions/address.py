"""Addresses as a subject writes them: one that is none leads nowhere, and is nothing to trip over."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit


def parts(address: str) -> SplitResult:
    """Of an address nobody can read: all empty."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def joined(page: str, address: str) -> str:
    """Where a link on a page leads; an address nobody can read stays as it is written."""
    try:
        return urljoin(page, address)
    except ValueError:
        return address
