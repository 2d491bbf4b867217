"""A street whose integration gives out codes, and hands on the lock's own list as an app or a mishap would have."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from tests.pair.joined import UNHURRIED, Street, play

from keyturn.nuki.codes import AuthType
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Keyring

DAY = 24 * 3600.0
SLOW: dict[str, Any] = {"session_seconds": 30 * DAY, "session_idle_seconds": 30 * DAY, **UNHURRIED}
"""For stories over days: the customer stays signed in, and sweeps are few."""


def tell(path: Path, story: Callable[[Keypad], Awaitable[None]], **changes: Any) -> None:
    """Play a story of codes on a fresh street; the person is connected and on the codes page."""

    async def connected(street: Street) -> None:
        keypad = Keypad(street)
        await street.person.connect()
        await keypad.look()
        await story(keypad)

    play(path, connected, **{"access": True} | changes)


class Keypad:
    """The first door's codes."""

    def __init__(self, street: Street, number: int | None = None) -> None:
        self.street, self.person = street, street.person
        self.number = SmartlockId(number or street.lock["smartlock_id"])

    @property
    def ring(self) -> Keyring:
        """What Nuki lists, and what the lock knows."""
        return self.street.sandbox._world.devices[self.number].inside.keyring

    async def look(self) -> None:
        """The codes page, by the door's link."""
        await self.person.go("/doors")
        assert self.person.page is not None
        found = re.search(rf'href="(/doors/\w+/{self.number}/codes)"', self.person.page.text)
        assert found, self.person.text
        self.path = found[1]
        await self.person.go(self.path)

    async def add(self, name: str = "Guest", **fields: str) -> None:
        """Fill in the form for a new code; every day is ticked unless ``fields`` has one."""
        days = {} if any(field.startswith("day") for field in fields) else {f"day{day}": "1" for day in range(7)}
        await self.person.go(self.path)
        await self.person.press("/codes", name=name, **days, **fields)

    async def deed(self, deed: str, name: str = "Guest", **fields: str) -> None:
        """Change, remove, restore or show a code on its own page, or in the list."""
        await self.person.go(self.path)
        if deed in ("change", "remove"):
            assert self.person.page is not None
            card = self._card(name)
            found = re.search(r'<a class="button" href="([^"]+)"', card)
            assert found, card
            await self.person.go(found[1])
            await self.person.press(f"/{deed}", **fields)
            return
        wanted = re.search(rf'action="([^"]+/{deed})"', self._card(name))
        assert wanted, self.person.text
        await self.person.press(wanted[1], **fields)

    async def wait(self, seconds: float) -> None:
        """Let time pass, then look again."""
        await self.street.wait(seconds)
        await self.person.go(self.path)

    async def days(self, number: float) -> None:
        """Let days pass; the sweep that ends them sends what it has to, and what it sent arrives."""
        await self.street.clock.advance(number * DAY)
        for _ in range(3):
            await self.street.integration.sweep()
            await self.wait(10)

    def state(self, name: str = "Guest") -> str:
        """Where a code stands, as the page has it."""
        found = re.search(r'data-state="([a-z_]+)"', self._card(name))
        assert found
        return found[1]

    def card(self, name: str = "Guest") -> str:
        """What the page says of a code."""
        return " ".join(re.sub(r"<[^>]+>", " ", self._card(name)).split())

    def _card(self, name: str) -> str:
        assert self.person.page is not None
        for card in re.findall(r'<li class="door code.*?</li>', self.person.page.text, re.S):
            if f'data-name="{name}"' in card:
                return str(card)
        raise AssertionError(f"There is no code {name!r} on: {self.person.text}")

    def known(self, name: str = "Guest") -> SmartlockAuth | None:
        """The code as the lock itself knows it."""
        return next((auth for auth in self.ring.known.values() if auth.name == name), None)

    async def digits(self, name: str = "Guest") -> str:
        """As shown to the customer."""
        await self.deed("show", name)
        assert self.person.page is not None
        found = re.search(r"<strong>(\d{3}) (\d{3})</strong>", self.person.page.text)
        assert found, self.person.text
        return found[1] + found[2]

    def in_the_app(self, name: str = "Guest", **changes: Any) -> None:
        """Somebody changes the code in the Nuki app: the lock knows at once, Nuki Web with the next sync."""
        auth = self.known(name)
        assert auth is not None
        self.ring.known[auth.id] = replace(auth, **changes)

    def deleted_in_the_app(self, name: str = "Guest") -> None:
        """As above: it is gone."""
        auth = self.known(name)
        assert auth is not None
        del self.ring.known[auth.id]

    def fill(self, codes: int) -> None:
        """So many codes are on the lock."""
        for number in range(codes):
            auth = SmartlockAuth(
                id=f"{number:024x}",
                smartlock_id=self.number,
                type=AuthType.KEYPAD_CODE,
                name=f"Old {number}",
                enabled=True,
                remote_allowed=False,
                lock_count=0,
                code=333111 + number,
                update_date="2026-01-01T00:00:00.000Z",
            )
            self.ring.known[auth.id] = self.ring.listed[auth.id] = auth
