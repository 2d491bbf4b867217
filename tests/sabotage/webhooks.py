"""Faults in taking webhooks in."""

# ruff: noqa: N801
from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tests.sabotage.spoiling import spoils

from guesthouse.webhooks import HEADER, Webhooks

KNOWN = {"DEVICE_STATUS", "DEVICE_MASTERDATA", "DEVICE_CONFIG", "DEVICE_LOGS", "DEVICE_AUTHS", "ACCOUNT_USER"}


@spoils
class early_webhook_lost(Webhooks):
    """A confirmation that is faster than Nuki's answer is thrown away."""

    def confirm(self, told: dict[str, Any]) -> None:
        if self.store.one("SELECT * FROM action WHERE request_id = ?", told["requestId"]):
            super().confirm(told)


@spoils
class second_webhook_overrides(Webhooks):
    """The same confirmation again is taken for an error."""

    def confirm(self, told: dict[str, Any]) -> None:
        if self.store.one("SELECT * FROM confirmation WHERE request_id = ?", told["requestId"]):
            wrong = "UPDATE confirmation SET success = 0, code = 'ff' WHERE request_id = ?"
            self.store.db.execute(wrong, (told["requestId"],))
        super().confirm(told)


@spoils
class replay_counted_twice(Webhooks):
    """The same event is entered as often as it comes."""

    def event_id(self, entry: dict[str, Any]) -> str:
        return secrets.token_hex(8)


@spoils
class identical_events_dropped(Webhooks):
    """Two events that look alike are taken for one."""

    def event_id(self, entry: dict[str, Any]) -> str:
        alike = ("smartlockId", "action", "trigger", "state", "name")
        return repr([entry.get(key) for key in alike])


@spoils
class unsigned_webhook_accepted(Webhooks):
    """Without a signature there is nothing to check."""

    def is_genuine(self, raw: bytes, headers: dict[str, str]) -> bool:
        return HEADER not in headers or super().is_genuine(raw, headers)


@spoils
class signature_not_checked(Webhooks):
    """A signature is enough, whatever it says."""

    def is_genuine(self, raw: bytes, headers: dict[str, str]) -> bool:
        return HEADER in headers


@spoils
class signature_half_compared(Webhooks):
    """Only the beginning of the signature is compared."""

    def is_genuine(self, raw: bytes, headers: dict[str, str]) -> bool:
        return headers.get(HEADER, "")[:8].encode() == self.signature(raw)[:8]


@spoils
class old_signature_trusted(Webhooks):
    """The other, undocumented header is good enough."""

    def is_genuine(self, raw: bytes, headers: dict[str, str]) -> bool:
        old = hmac.new(self.settings.client_secret.encode(), raw, hashlib.sha1).hexdigest()
        return headers.get("x-nuki-signature") == old or super().is_genuine(raw, headers)


@spoils
class signature_after_reserialising(Webhooks):
    """The signature is computed over the body as we would write it."""

    def signature(self, raw: bytes) -> bytes:
        return super().signature(json.dumps(json.loads(raw), separators=(",", ":")).encode())


@spoils
class webhook_answered_201(Webhooks):
    """Created is no status that Nuki accepts."""

    def thanks(self) -> Response:
        return Response(status_code=201)


@spoils
class webhook_answered_slowly(Webhooks):
    """The answer comes when all work is done."""

    async def receive(self, request: Request) -> Response:
        answer = await super().receive(request)
        await asyncio.sleep(6)
        return answer


@spoils
class unknown_feature_crashes(Webhooks):
    """A feature nobody thought of ends in an error."""

    def take(self, told: dict[str, Any]) -> None:
        if "requestId" not in told and told.get("feature") not in KNOWN:
            raise KeyError(told.get("feature"))
        super().take(told)


@spoils
class unknown_feature_refused(Webhooks):
    """A feature nobody thought of is called a bad request."""

    async def receive(self, request: Request) -> Response:
        told = json.loads(await request.body())
        answer = await super().receive(request)
        strange = "requestId" not in told and told.get("feature") not in KNOWN
        return Response(status_code=400) if strange and answer.status_code == 204 else answer
