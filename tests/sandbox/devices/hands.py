"""A person in a house with everything, seen through the API."""

from __future__ import annotations

from typing import Any

from tests.sandbox.devices.house import LOCK, house
from tests.sandbox.stage import CENTRAL, Stage

SCOPES = (
    "smartlock smartlock.action smartlock.auth smartlock.config smartlock.log webhook.decentral webhook.central"
)


class Person:
    """``at`` is the device; ``heard`` are the decentral webhooks."""

    def __init__(self) -> None:
        self.stage = Stage(house())

    async def arrive(self) -> Person:
        await self.stage.connect(SCOPES)
        await self.stage.register(
            "DEVICE_STATUS", "DEVICE_LOGS", "DEVICE_AUTHS", "DEVICE_MASTERDATA", "DEVICE_CONFIG"
        )
        return self

    async def do(self, does: str, at: int = LOCK, status: int = 202, wait: float = 15.0, **more: Any) -> None:
        path = f"/_sandbox/devices/{at}/person"
        answer = await self.stage.http.post(path, json={"does": does, **more}, headers={"host": "localhost"})
        assert answer.status_code == status, answer.text
        await self.stage.clock.advance(wait)

    async def state(self, at: int = LOCK) -> dict[str, Any]:
        return await self.stage.state(at)

    async def shown(self, at: int = LOCK) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.stage.call("GET", f"/smartlock/{at}")).json()
        return answer

    async def log(self, at: int = LOCK) -> list[dict[str, Any]]:
        """Newest first; those of the code in force, so without ids and dates."""
        entries: list[dict[str, Any]] = (await self.stage.call("GET", f"/smartlock/{at}/log?limit=50")).json()
        return [{key: one[key] for key in one if key not in ("id", "smartlockId", "date")} for one in entries]

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [mail.json for mail in self.stage.mail if mail.kind == kind and mail.url != CENTRAL]

    async def auths(self, at: int = LOCK) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = (await self.stage.call("GET", f"/smartlock/{at}/auth")).json()
        return entries
