"""The store: every room's part of it over one database."""

from __future__ import annotations

from pathlib import Path

from keyturn.integration.store.access import CodeRows
from keyturn.integration.store.actions import ActionRows
from keyturn.integration.store.activity.rows import EntryRows
from keyturn.integration.store.company.cases import CaseRows
from keyturn.integration.store.company.customers import CustomerRows
from keyturn.integration.store.company.endpoints import EndpointRows
from keyturn.integration.store.company.erasing import ErasureRows
from keyturn.integration.store.company.keys import KeyRows
from keyturn.integration.store.company.outbox import OutboxRows
from keyturn.integration.store.connect.pending import PendingRows
from keyturn.integration.store.connect.sessions import SessionRows
from keyturn.integration.store.database import Database
from keyturn.integration.store.database.postgres import Postgres
from keyturn.integration.store.database.seam import Heard
from keyturn.integration.store.database.sqlite import Sqlite
from keyturn.integration.store.doors import DoorRows
from keyturn.integration.store.grants import GrantRows
from keyturn.integration.store.invites import InviteRows
from keyturn.integration.store.leases import LeaseRows
from keyturn.integration.store.operator.figures import FigureRows
from keyturn.integration.store.operator.records import RecordRows
from keyturn.integration.store.operator.sessions import OperatorSessionRows
from keyturn.integration.store.retention import RetentionRows
from keyturn.integration.store.sealed import SealedRows
from keyturn.integration.store.webhooks.care import CareRows
from keyturn.integration.store.webhooks.central import CentralRows
from keyturn.integration.store.webhooks.counts import CountRows
from keyturn.integration.store.webhooks.inbox import InboxRows
from keyturn.integration.store.webhooks.subscriptions import SubscriptionRows
from keyturn.integration.store.wishes import WishRows
from keyturn.secrecy import Secret


class Store:
    """Over a file of SQLite, or over a PostgreSQL, whose address is a secret for its password.

    Raises :class:`OperatorError` when the file cannot be used; for PostgreSQL, :meth:`open` and the first use do.
    """

    def __init__(self, database: Path | Secret) -> None:
        self._db: Database = Sqlite(database) if isinstance(database, Path) else Postgres(database)
        self.pending = PendingRows(self._db)
        self.grants = GrantRows(self._db)
        self.sessions = SessionRows(self._db)
        self.subscriptions = SubscriptionRows(self._db)
        self.doors = DoorRows(self._db)
        self.wishes = WishRows(self._db)
        self.actions = ActionRows(self._db)
        self.activity = EntryRows(self._db)
        self.inbox = InboxRows(self._db)
        self.codes = CodeRows(self._db)
        self.invites = InviteRows(self._db)
        self.customers = CustomerRows(self._db)
        self.cases = CaseRows(self._db)
        self.erasures = ErasureRows(self._db)
        self.keys = KeyRows(self._db)
        self.outbox = OutboxRows(self._db)
        self.endpoints = EndpointRows(self._db)
        self.care = CareRows(self._db)
        self.central = CentralRows(self._db)
        self.counts = CountRows(self._db)
        self.leases = LeaseRows(self._db)
        self.sealed = SealedRows(self._db)
        self.retention = RetentionRows(self._db)
        self.figures = FigureRows(self._db)
        self.records = RecordRows(self._db)
        self.operators = OperatorSessionRows(self._db)

    async def open(self) -> None:
        """Connect and migrate now rather than at the first use."""
        await self._db.open()

    @property
    def tells(self) -> bool:
        """Whether who listens hears of each change at once, and whose it is, this process's own among them."""
        return self._db.tells

    async def listen(self, heard: Heard) -> None:
        """Tell of what any process has committed that a page may show, until cancelled: whose it is, if known."""
        await self._db.listen(heard)

    async def close(self) -> None:
        """Write what is queued, then let the database go."""
        await self._db.close()


async def check_database(database: Path | Secret) -> None:
    """Open the database once and let it go. Raises :class:`OperatorError` when it cannot be used."""
    store = Store(database)
    try:
        await store.open()
    finally:
        await store.close()
