"""What Nuki lists as registered, held against what we keep: what is to be registered, and what removed. Pure.

Serves: confirmed-actions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from keyturn.client.api.webhooks import Registered
from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.ids import WebhookId

SECRET_LIFE = timedelta(days=90)
"""A signing key older than this is replaced, with its address."""


@dataclass(frozen=True)
class Subscription:
    """One registration. ``address`` is the unguessable last part of its URL.

    One that was replaced is ``retired``: deliveries under way to it are taken for a while, and it is removed at Nuki.
    """

    address: str
    grant_id: GrantId
    webhook_id: WebhookId
    sealed_secret: bytes
    made_at: datetime
    retired: bool = False


@dataclass(frozen=True)
class Repair:
    """What makes both sides alike: first ``register``, then ``remove``, so that there is no gap between."""

    register: bool
    remove: tuple[WebhookId, ...]


def repair(
    kept: Subscription | None,
    listed: Iterable[Registered],
    *,
    ours: str,
    features: Collection[str],
    others: Collection[str],
    now: datetime,
) -> Repair:
    """``ours`` is what the URL of each of our registrations begins with; ``others`` are the addresses of other grants.

    What does not begin with ``ours`` belongs to somebody else and is left alone; so is what is another grant's: two
    grants of one account may see each other's.
    """
    good: WebhookId | None = None
    remove = []
    for hook in listed:
        if not hook.url.startswith(ours):
            continue
        address = hook.url.removeprefix(ours)
        if address in others:
            continue
        fits = kept is not None and (hook.id, address) == (kept.webhook_id, kept.address)
        if fits and set(hook.features) == set(features) and kept and kept.made_at > now - SECRET_LIFE:
            good = hook.id
        else:
            remove.append(hook.id)
    return Repair(good is None, tuple(remove))
