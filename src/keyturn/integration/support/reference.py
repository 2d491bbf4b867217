"""References: short, random, easy to say on the telephone. They name a mishap or a case and tell nothing of it."""

from __future__ import annotations

import secrets

from keyturn.integration.watch.lines import current

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O or U, which are misheard and misread."""
LENGTH = 8
_MISREAD = str.maketrans("ILO", "110")


def new_reference() -> str:
    """A fresh one: 40 random bits as ``7K2M-9QDX``, always with a digit, so that it is no word."""
    while True:
        signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH))
        if any(sign.isdigit() for sign in signs):
            return f"{signs[:4]}-{signs[4:]}"


def reference_of_now() -> str:
    """The one of the request being answered, which every line of its log carries; outside of one, a fresh one."""
    return current() or new_reference()


def heard(text: str) -> str | None:
    """A reference as somebody wrote it down: small letters, blanks and misread signs are mended; None if it is none."""
    signs = "".join(text.upper().split()).replace("-", "").translate(_MISREAD)
    fits = len(signs) == LENGTH and all(sign in ALPHABET for sign in signs)
    return f"{signs[:4]}-{signs[4:]}" if fits else None
