"""Decentral webhook registrations (documented: D-whc, S-25)."""

from __future__ import annotations

import msgspec


class DecentralWebhook(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Body and answer of ``/api/decentralWebhook``; the secret is told once, in the answer to the PUT."""

    webhook_url: str
    webhook_features: tuple[str, ...]
    id: int | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return f"DecentralWebhook(id={self.id}, webhook_url={self.webhook_url!r}, …)"
