"""Reading a device's log: what no webhook told us of is added, what is known stays as it is."""

from __future__ import annotations

from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.integration.activity.entry import Entry, entry_of
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.refusals import refusal_of
from keyturn.nuki.ids import SmartlockId

AT_ONCE = 50
"""As many entries as Nuki gives in one answer (documented: S-25)."""


class EntryStore(Protocol):
    """What this room needs of the store; each call is one transaction."""

    async def keep(self, entries: list[Entry]) -> int:
        """Those not known yet; returns how many those were."""


class Reader:
    """Completes the activity of one door. It asks Nuki's server, not the device: no battery is used."""

    def __init__(self, store: EntryStore) -> None:
        self._store = store

    async def read(self, grant_id: GrantId, smartlock_id: SmartlockId, nuki: NukiClient) -> int:
        """The newest entries; returns how many were news.

        Raises :class:`NukiUnavailable`, :class:`GrantLost`, :class:`RequestRefused`.
        """
        try:
            told = await nuki.logs.list(smartlock_id, AT_ONCE)
        except errors.ClientError as refused:
            raise refusal_of(refused) from refused
        return await self._store.keep([entry for each in told if (entry := entry_of(grant_id, each))])
