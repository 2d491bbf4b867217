"""The shape of one operation, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from keyturn.nuki.endpoints.endpoint import Endpoint


@dataclass(frozen=True)
class Shape:
    """``takes`` and ``gives`` are types of bodies, None for an empty one; ``query`` the parameters' types by name."""

    says: str
    takes: Any = None
    gives: Any = None
    query: tuple[tuple[str, type[int] | type[str] | type[bool] | type[datetime]], ...] = ()


Shapes = dict[Endpoint, Shape]

NUMBERED = frozenset(
    {
        "smartlockId",
        "accountId",
        "accountUserId",
        "addressId",
        "apiKeyId",
        "brandId",
        "intercomId",
    }
)
"""Path parameters that are integers; ``id`` is one for decentral webhooks only, and 24 hex digits elsewhere."""


def is_number(endpoint: Endpoint, parameter: str) -> bool:
    """Whether a path parameter is an integer."""
    return parameter in NUMBERED or (parameter == "id" and endpoint.path.startswith("/api/decentralWebhook/"))
