"""Signatures over the raw bytes of a body (documented: D-whc; hex: reported by five receivers)."""

from __future__ import annotations

import hashlib
import hmac

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.webhooks import CONTENT_TYPE, OLD_SIGNATURE_HEADER, SIGNATURE_HEADER
from keyturn.secrecy import Secret

RULES = (
    Rule("X-Nuki-Signature-SHA256 is HMAC-SHA256 over the raw bytes.", Confidence.DOCUMENTED, "D-whc"),
    Rule(
        "It is written as 64 lower-case hex digits, without a prefix.",
        Confidence.REPORTED,
        "X-vik, X-recv, X-next, X-mon, X-events",
    ),
    Rule("X-Nuki-Signature is HMAC-SHA1 with the same key.", Confidence.GUESSED, "from its length"),
)


def headers(body: bytes, key: Secret) -> dict[str, str]:
    """All headers of a webhook: both signatures, in lower-case hex, and the content type."""
    raw = key.reveal().encode()
    return {
        "Content-Type": CONTENT_TYPE,
        SIGNATURE_HEADER: hmac.new(raw, body, hashlib.sha256).hexdigest(),
        # HMAC-SHA1 is a guess from its length; nobody should verify it.
        OLD_SIGNATURE_HEADER: hmac.new(raw, body, hashlib.sha1).hexdigest(),
    }
