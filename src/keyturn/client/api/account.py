"""The account behind the token."""

from __future__ import annotations

from keyturn.client import requests
from keyturn.client.caller import Caller
from keyturn.nuki.models.account import Account


class AccountApi:
    """Scope ``account``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get(self) -> Account:
        """The account."""
        return await self._caller.value(requests.get_account(), Account)
