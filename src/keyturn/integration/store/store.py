"""The store: every room's part of it over one database."""

from __future__ import annotations

from pathlib import Path

import apsw

from keyturn.integration.store.actions import ActionRows
from keyturn.integration.store.doors import DoorRows
from keyturn.integration.store.grants import GrantRows
from keyturn.integration.store.inbox import InboxRows
from keyturn.integration.store.pending import PendingRows
from keyturn.integration.store.sessions import SessionRows
from keyturn.integration.store.sqlite import Sqlite
from keyturn.integration.store.subscriptions import SubscriptionRows


class Store:
    """Raises :class:`OperatorError` when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._db = Sqlite(path)
        self.pending = PendingRows(self._db)
        self.grants = GrantRows(self._db)
        self.sessions = SessionRows(self._db)
        self.subscriptions = SubscriptionRows(self._db)
        self.doors = DoorRows(self._db)
        self.actions = ActionRows(self._db)
        self.inbox = InboxRows(self._db)

    async def version(self) -> int:
        """A number that changes whenever any process has committed anything."""

        def ask(connection: apsw.Connection) -> int:
            version: int = connection.pragma("data_version")
            return version

        return await self._db.read(ask)

    async def close(self) -> None:
        """Write what is queued, then close the file."""
        await self._db.close()
