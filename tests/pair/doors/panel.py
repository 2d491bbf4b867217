"""The settings page of a device, as a person fills it in."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.pair.doors.test_mishaps import path_of
from tests.pair.joined import Street, play

from keyturn.integration.grants.grant import GrantId


class Panel:
    """Of one device."""

    def __init__(self, street: Street, device: dict[str, Any]) -> None:
        self.street, self.person, self.number = street, street.person, device["smartlock_id"]

    async def look(self) -> None:
        await self.person.go((await path_of(self.street)).rsplit("/", 1)[0] + f"/{self.number}/settings")

    async def save(self, **fields: str) -> None:
        """Press save; what is not named stays as the page shows it. ``""``: a switch is turned off."""
        await self.look()
        assert self.person.page is not None
        page = self.person.page.text
        filled = dict(re.findall(r'<input id="(\w+)" name="\w+"[^>]*? value="([^"]*)"', page))
        filled |= dict.fromkeys(re.findall(r'type="checkbox" name="([\w-]+)" value="on" checked', page), "on")
        for select in re.findall(r"<select.*?</select>", page, re.S):
            chosen = re.search(r'name="(\w+)".*?value="(\d+)" selected', select, re.S)
            assert chosen, select
            filled[chosen[1]] = chosen[2]
        await self.person.press("/settings", **{name: text for name, text in (filled | fields).items() if text})

    async def kept(self) -> str:
        """Where the last wish stands in the store, though nobody looks."""
        grant_id = (await path_of(self.street)).split("/")[2]
        wish = await self.street.integration.store.wishes.wish(GrantId(grant_id), self.number)
        return str(wish.state) if wish else ""

    @property
    def wish(self) -> str:
        """Where the last wish stands, as the page has it."""
        assert self.person.page is not None
        found = re.search(r'data-wish="(\w+)"', self.person.page.text)
        return found[1] if found else ""

    def has(self, part: str = "config") -> dict[str, Any]:
        """What the device itself is set to."""
        found: dict[str, Any] = self.street.sandbox.device(self.number)[part]
        return {name: value for name, value in found.items() if name != "operationId"}


def tell(path: Path, story: Callable[[Panel], Awaitable[None]], kind: str = "lock", **changes: Any) -> None:
    """A story at one device's settings."""

    async def connected(street: Street) -> None:
        await street.person.connect()
        panel = Panel(street, getattr(street, kind))
        await panel.look()
        await story(panel)

    play(path, connected, **{"configure": True, "confirm_seconds": 30.0} | changes)
