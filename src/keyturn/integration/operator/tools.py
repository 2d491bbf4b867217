"""What an operator can set going by hand; each raises what Nuki or the store answered, nothing is done in part."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.access.confirm import Checks
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.settings import WebhookMode
from keyturn.integration.web.services import Services
from keyturn.nuki.ids import SmartlockId


class Tools:
    """``repairable``: there are registrations, one for each grant. ``access``: codes are offered."""

    def __init__(self, services: Services, checks: Checks) -> None:
        self._services, self._checks = services, checks
        self.repairable = services.settings.webhooks is WebhookMode.DECENTRAL
        self.access = services.settings.access

    async def repair(self, grant_id: GrantId) -> None:
        """Make Nuki's list of registrations and ours alike."""
        await self._services.subscriptions.care(grant_id, self._services.nuki(grant_id))

    async def read_doors(self, grant_id: GrantId) -> None:
        """Read the account's devices from Nuki; no device is woken for it."""
        await self._services.smartlocks.read_all(grant_id, self._services.nuki(grant_id))

    async def read_codes(self, grant_id: GrantId, smartlock_id: SmartlockId) -> None:
        """Read what stands on a lock, and settle or mend our codes by it."""
        await self._checks.look_now(grant_id, smartlock_id)

    async def end_sessions(self, customer_id: CustomerId) -> None:
        """Log the customer out on every device; what is connected stays."""
        await self._services.sessions.end_all(customer_id)
        self._services.feed.changed()

    async def connect_link(self, customer_id: CustomerId) -> tuple[str, datetime]:
        """An address to give to the customer, and when it ends (UTC)."""
        token, until = await self._services.links.issue(customer_id)
        return f"{self._services.settings.base_url}/connect?link={token.reveal()}", until
