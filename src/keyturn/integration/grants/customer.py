"""A customer: whoever may have grants. The company may give its own reference; connecting needs none."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from keyturn.integration.grants.grant import CustomerId


@dataclass(frozen=True, kw_only=True)
class Customer:
    """``reference`` is the company's name for it, unlike any other's."""

    customer_id: CustomerId
    reference: str | None
    created_at: datetime


def new_customer_id() -> CustomerId:
    """A fresh id, which nobody can guess."""
    return CustomerId(secrets.token_hex(12))
