"""An alert as an event to the company's own system, signed as every event out (Standard Webhooks)."""

from __future__ import annotations

import binascii
import os
import secrets
from datetime import UTC, datetime

import msgspec

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.nuki import secret_in
from keyturn.journey.steps import ENGLISH
from keyturn.journey.watch.alerts import Alert
from keyturn.secrecy import Secret

SECRET, LOOPBACK = "KEYTURN_WATCH_SECRET", "KEYTURN_NOTIFY_LOOPBACK"
KIND = "watch.alert"


def body_of(alert: Alert, at: datetime) -> bytes:
    """As :data:`KIND`, in English."""
    told = {"name": alert.name, "what": alert.what(ENGLISH), "remedy": alert.remedy(ENGLISH)}
    return msgspec.json.encode({"type": KIND, "timestamp": at, "data": told})


def key() -> Secret:
    """What events are signed with. Raises :class:`Complaint` for none, and for what is none."""
    from keyturn.integration.notify.signature import headers

    found = secret_in(SECRET)
    if found is None:
        raise Complaint(f"{SECRET} is not set, so nobody can be told.", "Give the receiver's whsec_… there.")
    try:
        headers("try", datetime.fromtimestamp(0, UTC), b"", (found,))
    except (binascii.Error, ValueError):
        raise Complaint(f"{SECRET} is no signing secret.", "It looks like whsec_ and base64.") from None
    return found


def tell(url: str, alert: Alert, at: datetime) -> None:
    """One attempt; the next round makes another. Raises :class:`Complaint` unless the receiver took it."""
    import asyncio

    from keyturn.integration.errors import CallRefused
    from keyturn.integration.notify.deliver import Post
    from keyturn.integration.notify.signature import headers

    post = Post(loopback=os.environ.get(LOOPBACK, "").strip() == "on")
    body = body_of(alert, at)
    signed = headers(f"evt_{secrets.token_urlsafe(12)}", at, body, (key(),))
    try:
        status = asyncio.run(post(url, {"content-type": "application/json", **signed}, body))
    except CallRefused as refused:
        raise Complaint(f"Nothing was sent to {url}: {refused}", "Give --to a public https address.") from None
    except (OSError, TimeoutError) as trouble:
        why = str(trouble) or type(trouble).__name__
        raise Complaint(f"{url} did not answer: {why}.", "The next round tries again.") from None
    if not 200 <= status < 300:
        raise Complaint(f"{url} answered {status}.", "It has to answer 2xx; the next round tries again.")
