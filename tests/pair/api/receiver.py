"""A system of the company's that is told of events, and verifies as a receiver's library does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any


class Receiver:
    """Answers with ``status``, or is not there at all if that is None."""

    def __init__(self) -> None:
        self.status: int | None = 204
        self.attempts: list[tuple[str, dict[str, str], bytes]] = []

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.attempts.append((url, dict(headers), body))
        if self.status is None:
            raise OSError("nobody there")
        return self.status

    @property
    def told(self) -> list[str]:
        """The type of every event that came, in order."""
        return [json.loads(body)["type"] for _, _, body in self.attempts]

    @property
    def data(self) -> list[dict[str, Any]]:
        """The data of every event that came."""
        return [json.loads(body)["data"] for _, _, body in self.attempts]


def fits(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of the signatures is of this secret."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{made}" in headers["webhook-signature"].split(" ")
