"""Getting tokens from Nuki, renewing them, losing them."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import defaultdict
from typing import Any

import httpx2

from guesthouse.settings import Settings
from guesthouse.store import Store, Tokens
from guesthouse.trouble import GrantLost, Trouble, nuki_unavailable

EARLY_SECONDS = 60
log = logging.getLogger("guesthouse")


class TokenKeeper:
    """Hands out an access token that works. One renewal at a time for each grant."""

    def __init__(self, settings: Settings, store: Store, http: httpx2.AsyncClient) -> None:
        self.settings, self.store, self.http = settings, store, http
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def exchange(self, code: str) -> Tokens:
        """The code of a consent for tokens, from server to server."""
        answer = await self.ask(self.code_form(code))
        if answer.status_code != 200:
            log.warning("The exchange of a code was answered with %s", answer.status_code)
            if answer.status_code >= 500:
                raise nuki_unavailable()
            raise Trouble(400, "Nuki did not complete the connection.", "Connect again from the start page.")
        return self.read(answer, refresh=None)

    async def access(self, grant_id: str) -> str:
        tokens = self.kept(grant_id)
        return tokens.access if self.fresh(tokens) else await self.renewed(grant_id, tokens.access)

    async def renewed(self, grant_id: str, refused: str) -> str:
        """An access token other than the refused one."""
        async with self.lock(grant_id):
            tokens = self.kept(grant_id)
            if tokens.access != refused and self.fresh(tokens):
                return tokens.access  # somebody else has renewed while we waited
            return (await self.renew(grant_id, tokens)).access

    async def renew(self, grant_id: str, tokens: Tokens) -> Tokens:
        answer = await self.ask(self.refresh_form(tokens))
        if self.is_loss(answer):
            log.warning("A grant is lost: Nuki answered %s", answer.status_code)
            self.lose(grant_id)
            raise GrantLost
        if answer.status_code != 200:
            self.trouble(grant_id, answer.status_code)
        new = self.read(answer, refresh=tokens.refresh)
        self.keep(grant_id, new)  # before anybody uses it: the old one is spent
        return new

    def code_form(self, code: str) -> dict[str, str]:
        return {"grant_type": "authorization_code", "code": code, "redirect_uri": self.settings.redirect_uri}

    def refresh_form(self, tokens: Tokens) -> dict[str, str]:
        return {"grant_type": "refresh_token", "refresh_token": tokens.refresh}

    async def ask(self, form: dict[str, str]) -> httpx2.Response:
        who = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret}
        try:
            return await self.http.post(f"{self.settings.nuki_url}/oauth/token", data=form | who)
        except httpx2.HTTPError as trouble:
            log.warning("The token endpoint did not answer: %s", type(trouble).__name__)
            raise nuki_unavailable() from None

    def read(self, answer: httpx2.Response, refresh: str | None) -> Tokens:
        """Reads the body whatever its label says, and keeps the old refresh token when no new one comes."""
        try:
            told = json.loads(answer.content)
            refresh = told.get("refresh_token") or refresh
            expires = time.time() + self.lifetime(told)
            if not refresh:
                raise KeyError("refresh_token")
            return Tokens(told["access_token"], refresh, expires)
        except (ValueError, KeyError, AttributeError, TypeError):
            log.warning("The token endpoint's answer could not be read")
            raise nuki_unavailable() from None

    def lifetime(self, told: dict[str, Any]) -> float:
        return float(told.get("expires_in", 3600))

    def is_loss(self, answer: httpx2.Response) -> bool:
        """Only ``invalid_grant`` means that the grant is gone; all other trouble passes."""
        try:
            return bool(
                answer.status_code in (400, 401) and json.loads(answer.content)["error"] == "invalid_grant"
            )
        except (ValueError, KeyError, TypeError):
            return False

    def trouble(self, grant_id: str, status: int) -> None:
        log.warning("A renewal was answered with %s; the grant is kept", status)
        raise nuki_unavailable()

    def lose(self, grant_id: str) -> None:
        self.store.forget_grant(grant_id)

    def kept(self, grant_id: str) -> Tokens:
        if tokens := self.store.tokens(grant_id):
            return tokens
        raise GrantLost

    def keep(self, grant_id: str, tokens: Tokens) -> None:
        self.store.keep_tokens(grant_id, tokens)

    def fresh(self, tokens: Tokens) -> bool:
        return tokens.expires - EARLY_SECONDS > time.time()

    def lock(self, grant_id: str) -> asyncio.Lock:
        return self.locks[grant_id]
