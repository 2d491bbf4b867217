"""Webhooks that left the sandbox, kept for the test and, if wanted, handed on to the integration under test."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

Receiver = Callable[["Mail"], "int | Awaitable[int | None] | None"]
ACCEPTED = 204


@dataclass(frozen=True)
class Mail:
    """One webhook. ``body`` holds the bytes the signature was made over."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return msgspec.json.decode(self.body)

    @property
    def kind(self) -> str:
        """The feature, or the type of a confirmation."""
        body = self.json
        return str(body.get("feature") or body.get("type")) if isinstance(body, dict) else "array"


class Mailbox(list[Mail]):
    """Oldest first. ``receiver``, when set, is handed each and says with which status it is answered (204)."""

    receiver: Receiver | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Take one in."""
        mail = Mail(url, dict(headers), body)
        self.append(mail)
        if self.receiver is None:
            return ACCEPTED
        answered = self.receiver(mail)
        if inspect.isawaitable(answered):
            answered = await answered
        return ACCEPTED if answered is None else answered

    def confirmation(self, request_id: str) -> dict[str, Any] | None:
        """The last confirmation of a request, None when there was none."""
        for mail in reversed(self):
            body = mail.json
            if isinstance(body, dict) and body.get("requestId") == request_id:
                return body
        return None
