"""An application's whole way through the reviewer's desk, and Nuki's eye on its webhooks."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
from tests.sandbox.stage import FRONT, Stage

CONTROL = "http://127.0.0.1/_sandbox/program"
FORM = {
    **{"company": "Harbour Stays", "integration": "Harbour Doors", "website": "https://harbour-stays.example"},
    **{"contact": "doors@harbour-stays.example", "short_text": "Open your room.", "long_text": "With your phone."},
    **{"devices": ["Smart Lock"], "scopes": ["smartlock.action"], "actions": ["unlock"]},
    **{"help_url": "https://harbour-stays.example/help", "support": "help@harbour-stays.example"},
}
APPLICATION = {
    **{"name": "Guest Doors", "country": "Austria", "description": "Rooms for guests, in Austria and Germany."},
    **{"type": "OTHER", "url": "https://guest-doors.example", "email": "doors@guest-doors.example"},
    **{
        "webhookUrl": "https://guest-doors.example/hook",
        "webhookFeatures": ["DEVICE_STATUS"],
        "restricted": False,
    },
}


class Company:
    """A second company, on its way."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.client_id, self.key = stage, "", 0
        self.http = httpx2.AsyncClient(transport=httpx2.ASGITransport(stage.sandbox.app))

    async def begin(self) -> None:
        token = self.stage.facts["api_token"]
        made = await self.stage.call("PUT", "/api/key", bearer=token, json={"description": "Guest Doors"})
        assert made.status_code == 200, made.text
        self.key, self.client_id = made.json()["apiKeyId"], made.json()["apiKey"]

    async def apply(self) -> None:
        token = self.stage.facts["api_token"]
        sent = await self.stage.call("PUT", f"/api/key/{self.key}/advanced", bearer=token, json=APPLICATION)
        assert sent.status_code in (200, 204), sent.text

    async def api(self) -> dict[str, Any]:
        token = self.stage.facts["api_token"]
        shown: dict[str, Any] = (
            await self.stage.call("GET", f"/api/key/{self.key}/advanced", bearer=token)
        ).json()
        return shown

    async def move(self, move: str, status: int = 200, **more: Any) -> dict[str, Any]:
        body = {"client_id": self.client_id, "move": move, **more}
        answer = await self.http.post(CONTROL, json=body)
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told


def test_from_applying_to_active_with_a_refusal_and_changes_on_the_way() -> None:
    async def story() -> None:
        company = Company(Stage())
        await company.begin()
        await company.apply()
        assert (await company.api())["status"] == "APPLIED"
        assert not (await company.api())["secret"]
        assert "needs a text" in (await company.move("refuse", 409))["detail"]
        assert (await company.move("refuse", text="Please describe the target market."))["standing"] == "REFUSED"
        assert (await company.api())["status"] == "INACTIVE"
        await company.apply()
        await company.move("approve")
        assert (await company.api())["status"] == "TESTING"
        assert (await company.api())["secret"]
        assert "release is not possible now" in (await company.move("release", 409))["detail"]
        incomplete = {**FORM, "help_url": ""}
        assert "help_url" in (await company.move("submit", 409, form=incomplete))["detail"]
        await company.move("submit", form=FORM)
        await company.move("request_changes", text="The page says unlocked before the door does.")
        await company.move("submit", form=FORM)
        told = await company.move("release")
        assert (told["standing"], told["status"]) == ("ACTIVE", "ACTIVE")
        assert [note["move"] for note in told["notes"]].count("submit") == 2
        assert (await company.api())["status"] == "ACTIVE"

    asyncio.run(story())


def test_bad_moves_are_named_and_change_nothing() -> None:
    async def story() -> None:
        company = Company(Stage())
        company.client_id = "nobody"
        assert "'nobody'" in (await company.move("approve", 404))["detail"]
        await company.begin()
        assert "has" not in (await company.move("approve", 409)).get("standing", "")
        await company.move("dance", 400)

    asyncio.run(story())


def test_a_receiver_that_fails_is_warned_and_then_switched_off() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock smartlock.action webhook.central")
        stage.answers = [500] * 400
        for _ in range(25):
            await stage.call("POST", f"/smartlock/{FRONT}/action/unlock", bearer=stage.facts["api_token"])
            await stage.clock.advance(1800)
            await stage.call("POST", f"/smartlock/{FRONT}/action/lock", bearer=stage.facts["api_token"])
            await stage.clock.advance(1800)
        told = [entry.details["event"] for entry in stage.sandbox.journal if entry.kind == "program"]
        assert told[0] == "warning"
        assert told[-1] == "deactivated"
        arrived = len(stage.mail)
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock", bearer=stage.facts["api_token"])
        await stage.clock.advance(60)
        assert len(stage.mail) == arrived, "nothing is sent to an address that is switched off"

    asyncio.run(story())


def test_a_healthy_receiver_hears_nothing_of_it() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock smartlock.action webhook.central")
        for verb in ("unlock", "lock") * 15:
            await stage.call("POST", f"/smartlock/{FRONT}/action/{verb}", bearer=stage.facts["api_token"])
            await stage.clock.advance(60)
        assert not [entry for entry in stage.sandbox.journal if entry.kind == "program"]

    asyncio.run(story())
