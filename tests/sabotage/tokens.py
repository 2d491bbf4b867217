"""Faults with keeping and renewing tokens."""

# ruff: noqa: N801
from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from typing import Any

import httpx2
from tests.sabotage.spoiling import spoils

from guesthouse.store import Tokens
from guesthouse.tokens import TokenKeeper
from guesthouse.trouble import GrantLost, nuki_unavailable

log = logging.getLogger("guesthouse")


@spoils
class no_renewal(TokenKeeper):
    """After an hour it is over."""

    async def renewed(self, grant_id: str, refused: str) -> str:
        return refused


@spoils
class expiry_assumed(TokenKeeper):
    """Tokens are thought to live for a month, as an old document has it."""

    def lifetime(self, told: dict[str, Any]) -> float:
        return 2_592_000


@spoils
class json_label_demanded(TokenKeeper):
    """An answer labelled text/plain is not read."""

    def read(self, answer: httpx2.Response, refresh: str | None) -> Tokens:
        if not answer.headers.get("content-type", "").startswith("application/json"):
            raise nuki_unavailable()
        return super().read(answer, refresh)


@spoils
class token_in_log(TokenKeeper):
    """Every new access token is logged."""

    def keep(self, grant_id: str, tokens: Tokens) -> None:
        log.info("New token for %s: %s", grant_id, tokens.access)
        super().keep(grant_id, tokens)


@spoils
class code_in_log(TokenKeeper):
    """The code is logged."""

    async def exchange(self, code: str) -> Tokens:
        log.info("Exchanging code %s", code)
        return await super().exchange(code)


@spoils
class secret_in_log(TokenKeeper):
    """The client secret is logged."""

    async def ask(self, form: dict[str, str]) -> httpx2.Response:
        log.info("Asking for tokens as %s:%s", self.settings.client_id, self.settings.client_secret)
        return await super().ask(form)


@spoils
class old_refresh_token_kept(TokenKeeper):
    """The first refresh token is used for ever."""

    def read(self, answer: httpx2.Response, refresh: str | None) -> Tokens:
        new = super().read(answer, refresh)
        return replace(new, refresh=refresh or new.refresh)


@spoils
class spent_refresh_token_tried_again(TokenKeeper):
    """A renewal is sent twice, to be sure."""

    async def renew(self, grant_id: str, tokens: Tokens) -> Tokens:
        new = await super().renew(grant_id, tokens)
        await self.ask(self.refresh_form(tokens))
        return new


@spoils
class renewal_without_lock(TokenKeeper):
    """Everybody renews who needs a token."""

    def lock(self, grant_id: str) -> asyncio.Lock:
        return asyncio.Lock()


@spoils
class missing_refresh_token_overwrites(TokenKeeper):
    """A renewal that brings no refresh token deletes the one there is."""

    def read(self, answer: httpx2.Response, refresh: str | None) -> Tokens:
        new = super().read(answer, refresh)
        return replace(new, refresh=json.loads(answer.content).get("refresh_token") or "")


@spoils
class refresh_token_stored_after_use(TokenKeeper):
    """The new refresh token is stored some seconds after the renewal."""

    def keep(self, grant_id: str, tokens: Tokens) -> None:
        asyncio.get_running_loop().call_later(3, super().keep, grant_id, tokens)


@spoils
class outage_deletes_the_grant(TokenKeeper):
    """Any trouble with a renewal is taken for the end."""

    def trouble(self, grant_id: str, status: int) -> None:
        self.lose(grant_id)
        raise GrantLost


@spoils
class renewal_given_up_after_trouble(TokenKeeper):
    """After one failed renewal there is never another."""

    given_up = False

    async def renew(self, grant_id: str, tokens: Tokens) -> Tokens:
        if self.given_up:
            raise nuki_unavailable()
        return await super().renew(grant_id, tokens)

    def trouble(self, grant_id: str, status: int) -> None:
        self.given_up = True
        super().trouble(grant_id, status)


@spoils
class lost_grant_asked_again(TokenKeeper):
    """A lost grant is asked for again and again."""

    async def renew(self, grant_id: str, tokens: Tokens) -> Tokens:
        for _ in range(12):
            if not self.is_loss(await self.ask(self.refresh_form(tokens))):
                break
        return await super().renew(grant_id, tokens)


@spoils
class removal_ignored(TokenKeeper):
    """A grant that is gone is taken for an outage."""

    def is_loss(self, answer: httpx2.Response) -> bool:
        return False


@spoils
class reconnect_keeps_the_dead_grant(TokenKeeper):
    """Once lost, always lost: connecting again does not help."""

    dead = False

    def lose(self, grant_id: str) -> None:
        self.dead = True
        super().lose(grant_id)

    def kept(self, grant_id: str) -> Tokens:
        if self.dead:
            raise GrantLost
        return super().kept(grant_id)
