"""Customers, their grants, and the doors behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from keyturn.company.caller import Caller, Page, in_path
from keyturn.company.shapes import (
    Action,
    ActionKind,
    ConnectLink,
    Customer,
    Entry,
    Grant,
    PageSession,
    Smartlock,
)


class Customers(Caller):
    """Who may have grants, and how they come to them."""

    def list_customers(self, reference: str | None = None) -> AsyncIterator[Customer]:
        """Customers, the oldest first."""
        return self._each(Customer, "/customers", reference=reference)

    async def create_customer(self, reference: str | None = None, *, once: str | None = None) -> Customer:
        """A new customer, perhaps with the company's own reference."""
        return await self._make(Customer, "/customers", {"reference": reference}, once=once)

    async def get_customer(self, customer_id: str) -> Customer:
        """One customer."""
        return await self._read(Customer, "GET", in_path("customers", customer_id))

    async def erase_customer(self, customer_id: str) -> None:
        """Erase a customer for good, with grants, codes and history; repeated, it is erased still."""
        await self._repeated(self._request("DELETE", in_path("customers", customer_id), {}))

    async def create_connect_link(self, customer_id: str) -> ConnectLink:
        """A link for this customer and nobody else: good for one connection and for 30 minutes."""
        return await self._make(ConnectLink, in_path("customers", customer_id, "connect-links"))

    async def create_page_session(self, customer_id: str) -> PageSession:
        """An address that signs the customer in to the pages: good once and for two minutes."""
        return await self._make(PageSession, in_path("customers", customer_id, "page-sessions"))

    def list_grants(self, customer_id: str | None = None) -> AsyncIterator[Grant]:
        """Connected accounts, the oldest first."""
        return self._each(Grant, "/grants", customer_id=customer_id)

    async def get_grant(self, grant_id: str) -> Grant:
        """One connected account."""
        return await self._read(Grant, "GET", in_path("grants", grant_id))

    async def disconnect_grant(self, grant_id: str) -> Grant:
        """End a grant and erase its tokens."""
        return await self._make(Grant, in_path("grants", grant_id, "disconnect"))


class Doors(Caller):
    """Devices as last known, and what is asked of them."""

    async def list_smartlocks(self, grant_id: str) -> list[Smartlock]:
        """The devices of a grant."""
        return (await self._read(Page[Smartlock], "GET", in_path("grants", grant_id, "smartlocks"))).items

    async def get_smartlock(self, grant_id: str, smartlock_id: int) -> Smartlock:
        """One device."""
        return await self._read(Smartlock, "GET", in_path("grants", grant_id, "smartlocks", smartlock_id))

    async def create_action(
        self, grant_id: str, smartlock_id: int, kind: ActionKind, *, wait: float = 0, once: str | None = None
    ) -> Action:
        """Ask a door to move; answered when it is settled or after ``wait`` seconds (0 to 30).

        Repeated after a lost answer, it moves nothing twice.
        """
        path = in_path("grants", grant_id, "smartlocks", smartlock_id, "actions")
        return await self._make(Action, path, {"kind": kind}, once=once, query={"wait": wait or None})

    def list_actions(self, grant_id: str | None = None, smartlock_id: int | None = None) -> AsyncIterator[Action]:
        """Actions, the oldest first."""
        return self._each(Action, "/actions", grant_id=grant_id, smartlock_id=smartlock_id)

    async def get_action(self, action_id: str, *, wait: float = 0) -> Action:
        """One action; answered when it is settled or after ``wait`` seconds (0 to 30)."""
        return await self._read(Action, "GET", in_path("actions", action_id), wait=wait or None)

    async def list_activity(
        self, grant_id: str, smartlock_id: int, *, before: datetime | None = None, limit: int = 50
    ) -> list[Entry]:
        """What has happened at a door before an instant, the newest first; empty where no log is kept."""
        path = in_path("grants", grant_id, "smartlocks", smartlock_id, "activity")
        until = before.isoformat() if before else None
        return (await self._read(Page[Entry], "GET", path, before=until, limit=limit)).items
