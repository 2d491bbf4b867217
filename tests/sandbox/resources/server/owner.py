"""The owner of the first account, calling with the token made by hand that comes with the home."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.sandbox.stage import Stage


class Owner(Stage):
    """Calls are JSON in and out; ``expect`` states the status."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.access = str(self.facts["api_token"])

    async def expect(self, status: int, method: str, path: str, body: Any = None, **more: Any) -> Any:
        given = {} if body is None else {"json": body}
        answer = await self.call(method, path, **given, **more)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def refused(self, parameter: str, value: str, method: str, path: str, body: Any = None) -> None:
        told = await self.expect(400, method, path, body)
        assert told["detailMessage"] == f"The supplied value '{value}' for parameter '{parameter}' is not valid"

    async def neighbour(self) -> str:
        """A token of the second account, with the scopes its owner can give."""
        account = self.sandbox._seed.accounts[1]
        return await self.token_of(account.email, account.password.reveal())

    async def token_of(self, email: str, password: str, scope: str = "account smartlock.log") -> str:
        """Consent of any account."""
        own = self.facts["account"]
        self.facts["account"] = {"email": email, "password": password}
        try:
            answer = await self.exchange((await self.consent(scope))["code"])
        finally:
            self.facts["account"] = own
        return str(answer.json()["access_token"])


def run(story: Callable[[Owner], Awaitable[None]], **options: Any) -> None:
    """A story about a fresh sandbox."""

    async def told() -> None:
        await story(Owner(**options))

    asyncio.run(told())
