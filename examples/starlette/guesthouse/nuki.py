"""Calls to Nuki's Web API."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import httpx2

from guesthouse.settings import Settings
from guesthouse.tokens import TokenKeeper
from guesthouse.trouble import Trouble, forbidden, nuki_busy, nuki_unavailable, refused

LOCKS = {0, 3, 4, 5}
"""Types of device we offer: smart locks of all generations and Smart Doors. No Box, no Opener."""
ACTIONS = {"unlock": 1, "lock": 2}
KEYPAD_CODE = 13
"""Nuki's type of authorization."""
log = logging.getLogger("guesthouse")


class Nuki:
    def __init__(self, settings: Settings, tokens: TokenKeeper, http: httpx2.AsyncClient) -> None:
        self.settings, self.tokens, self.http = settings, tokens, http
        self.quiet_until = 0.0

    async def doors(self, grant_id: str) -> list[dict[str, Any]]:
        told = await self.call(grant_id, "GET", "/smartlock")
        if not isinstance(told, list):
            raise nuki_unavailable()
        return [door for door in told if door.get("type") in LOCKS]

    async def act(self, grant_id: str, door: int, verb: str) -> str:
        """Asks for an action; the answer is its request id, not its success."""
        body = {"action": ACTIONS[verb]}
        told = await self.call(grant_id, "POST", f"/smartlock/{door}/action/advanced", body)
        if not isinstance(told, dict) or not isinstance(told.get("requestId"), str):
            raise nuki_unavailable()
        return str(told["requestId"])

    async def give_code(self, grant_id: str, door: int, name: str, digits: str) -> None:
        body = {"name": name, "type": KEYPAD_CODE, "remoteAllowed": True, "code": int(digits)}
        await self.call(grant_id, "PUT", f"/smartlock/{door}/auth", body)

    async def call(self, grant_id: str, method: str, path: str, body: Any = None) -> Any:
        """Any call, with the access token; when it is refused, once more with a new one. Raises ``Trouble``."""
        self.respect_quiet()
        token = await self.tokens.access(grant_id)
        answer = await self.send(token, method, path, body)
        if self.is_expiry(answer, method):
            answer = await self.repeat(grant_id, token, method, path, body)
        return self.read(answer)

    async def repeat(self, grant_id: str, refused: str, method: str, path: str, body: Any) -> httpx2.Response:
        return await self.send(await self.tokens.renewed(grant_id, refused), method, path, body)

    async def send(self, token: str, method: str, path: str, body: Any) -> httpx2.Response:
        url = self.settings.nuki_url + path
        try:
            return await self.http.request(method, url, json=body, headers={"Authorization": f"Bearer {token}"})
        except httpx2.HTTPError as trouble:
            log.warning("%s did not answer: %s", path, type(trouble).__name__)
            raise nuki_unavailable() from None

    def is_expiry(self, answer: httpx2.Response, method: str) -> bool:
        return answer.status_code == 401

    def read(self, answer: httpx2.Response) -> Any:
        if answer.is_success:
            return self.decoded(answer) if answer.content else None
        log.warning("Nuki answered %s", answer.status_code)
        raise self.told(answer)

    def decoded(self, answer: httpx2.Response) -> Any:
        try:
            return json.loads(answer.content)
        except ValueError:
            raise nuki_unavailable() from None

    def told(self, answer: httpx2.Response) -> Trouble:
        match answer.status_code:
            case 401 | 403:
                return forbidden()
            case 429:
                self.be_quiet(answer.headers.get("retry-after", ""))
                return nuki_busy()
            case status if status >= 500:
                return nuki_unavailable()
        return refused(answer.status_code)

    def be_quiet(self, retry_after: str) -> None:
        self.quiet_until = time.monotonic() + (min(int(retry_after), 300) if retry_after.isdigit() else 10)

    def respect_quiet(self) -> None:
        if time.monotonic() < self.quiet_until:
            raise nuki_busy()
