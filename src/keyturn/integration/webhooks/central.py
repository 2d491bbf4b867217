"""The application's one address for webhooks: looked at now and then, and switched on again when Nuki switched it off.

Nuki may stop sending when every webhook fails for a long time, and is then told to go on by a call of the account that
owns the application (documented: P-WH, S-25). It tells nobody so: without a look it is silence that says it.
Serves: confirmed-actions.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from keyturn.client import NukiClient, Transport, errors
from keyturn.clock import Clock
from keyturn.integration.settings import Settings, WebhookMode
from keyturn.integration.watch.ready import Check, readiness

LOOK_SECONDS = 900.0
"""Between two looks, and so between two attempts to switch on: ours."""
log = logging.getLogger(__name__)


class Trouble(StrEnum):
    """What keeps us from knowing, or from switching on."""

    NONE = ""
    NOT_READY = "not-ready"
    TOKEN = "token"  # noqa: S105  # a name
    NO_KEY = "no-key"
    NO_ANSWER = "no-answer"


@dataclass(frozen=True)
class Standing:
    """Whether Nuki sends, since when this is known to be so, and when it was looked at last (UTC)."""

    on: bool
    since: datetime
    looked_at: datetime
    trouble: Trouble = Trouble.NONE


class StandingStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def standing(self) -> Standing | None: ...

    async def note(self, standing: Standing, *, missed: bool) -> None:
        """``missed``: events were told to nobody, so every door and every code is looked at as soon as may be."""


class Central:
    """One per process; one of all looks."""

    def __init__(
        self,
        store: StandingStore,
        clock: Clock,
        settings: Settings,
        transport: Transport,
        checks: Mapping[str, Check],
    ) -> None:
        self._store, self._clock, self._checks = store, clock, checks
        self._client_id = settings.client_id
        known = settings.nuki_api_token if settings.webhooks is WebhookMode.CENTRAL else None
        # Nothing is asked for where there is no such address, or nobody may look.
        self._nuki = NukiClient(known, transport=transport, pause=None) if known else None

    async def look(self) -> None:
        """Read what Nuki says of the address, and mend it. What keeps us from that is noted, not raised."""
        if self._nuki is None:
            return
        try:
            await self._look(self._nuki)
        except (errors.Unauthorized, errors.Forbidden):
            await self._note(await self._known(), Trouble.TOKEN)
        except errors.ClientError as failed:
            log.info("Nuki did not say whether webhooks are sent: %s", failed)
            await self._note(await self._known(), Trouble.NO_ANSWER)

    async def _look(self, nuki: NukiClient) -> None:
        keys, known = await nuki.api_keys.list(), await self._known()
        key_id = next((key.api_key_id for key in keys if key.api_key == self._client_id), None)
        if key_id is None:
            await self._note(known, Trouble.NO_KEY)
            return
        if not (await nuki.advanced.get(key_id)).webhooks_on:
            log.warning("Nuki sends no webhooks any more: it has switched our address off.")
            ready = (await readiness(self._checks)).ready
            # Written down before it is mended: who dies in between must not forget that something was missed.
            known = await self._note(known, Trouble.NONE if ready else Trouble.NOT_READY, on=False)
            if not ready:
                return
            await nuki.advanced.reactivate(key_id)
            if not (await nuki.advanced.get(key_id)).webhooks_on:
                return
            log.warning("Nuki sends webhooks again; doors and codes are read for what was missed.")
        await self._note(known, Trouble.NONE, on=True)

    async def _known(self) -> Standing:
        now = self._clock.now()
        return await self._store.standing() or Standing(True, now, now)

    async def _note(self, known: Standing, trouble: Trouble, on: bool | None = None) -> Standing:
        """Without ``on``, nothing new is known of that."""
        now, on = self._clock.now(), known.on if on is None else on
        standing = Standing(on, known.since if known.on == on else now, now, trouble)
        await self._store.note(standing, missed=on and not known.on)
        return standing
