"""What Nuki tells us by itself: confirmations of actions, and what happened at the doors."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from guesthouse.settings import Settings
from guesthouse.store import Store

HEADER = "x-nuki-signature-sha256"
log = logging.getLogger("guesthouse")


class Webhooks:
    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings, self.store = settings, store

    async def receive(self, request: Request) -> Response:
        raw = await request.body()
        if not self.is_genuine(raw, dict(request.headers)):
            log.warning("A webhook without a right signature was refused")
            return Response(status_code=401)
        try:
            told = json.loads(raw)
        except ValueError:
            return Response(status_code=400)
        if isinstance(told, dict):
            self.take(told)
        return self.thanks()

    def is_genuine(self, raw: bytes, headers: dict[str, str]) -> bool:
        return hmac.compare_digest(self.signature(raw), headers.get(HEADER, "").encode())

    def signature(self, raw: bytes) -> bytes:
        """Over the bytes as they came, with the client secret."""
        return hmac.new(self.settings.client_secret.encode(), raw, hashlib.sha256).hexdigest().encode()

    def thanks(self) -> Response:
        return Response(status_code=204)

    def take(self, told: dict[str, Any]) -> None:
        """Features we do not know are welcome, and change nothing."""
        if isinstance(told.get("requestId"), str) and "success" in told:
            self.confirm(told)
        elif told.get("feature") == "DEVICE_LOGS" and isinstance(told.get("smartlockLog"), dict):
            self.note(told["smartlockLog"])

    def confirm(self, told: dict[str, Any]) -> None:
        """The first word counts. It may come before Nuki's answer to our request, so it is kept by itself."""
        row = (told["requestId"], told["success"] is True, str(told.get("errorCode") or ""), time.time())
        self.store.db.execute("INSERT OR IGNORE INTO confirmation VALUES (?, ?, ?, ?)", row)

    def note(self, entry: dict[str, Any]) -> None:
        told = f"{entry.get('name') or 'Somebody'}, {entry.get('date', '')}"
        row = (self.event_id(entry), entry.get("smartlockId"), told, time.time())
        self.store.db.execute("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?)", row)

    def event_id(self, entry: dict[str, Any]) -> str:
        """Nuki's own id of the entry: the same event twice is one, two alike are two."""
        return str(entry.get("id"))
