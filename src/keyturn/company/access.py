"""Who may use a door: keypad codes and invitations."""

from __future__ import annotations

from keyturn.company.caller import Caller, Page, in_path, told
from keyturn.company.shapes import Code, Digits, Invite, Window

EVER = Window()


class Access(Caller):
    """Codes are ``on_lock`` when the lock has them; digits are shown to keys that may see them."""

    async def list_codes(self, grant_id: str, smartlock_id: int) -> list[Code]:
        """Every code of a door, ended ones too."""
        return (await self._read(Page[Code], "GET", _door(grant_id, smartlock_id, "codes"))).items

    async def create_code(
        self, grant_id: str, smartlock_id: int, name: str, window: Window = EVER, *, once: str | None = None
    ) -> Code:
        """A new code; its digits are made by the keypad's rules."""
        body = {"name": name, "window": window}
        return await self._make(Code, _door(grant_id, smartlock_id, "codes"), body, once=once)

    async def get_code(self, grant_id: str, smartlock_id: int, code_id: str) -> Code:
        """One code, without its digits."""
        return await self._read(Code, "GET", _door(grant_id, smartlock_id, "codes", code_id))

    async def change_code(self, grant_id: str, smartlock_id: int, code_id: str, window: Window) -> Code:
        """Other times for a code."""
        return await self._make(Code, _door(grant_id, smartlock_id, "codes", code_id, "window"), window)

    async def remove_code(self, grant_id: str, smartlock_id: int, code_id: str) -> Code:
        """Take a code off the lock; ``removed`` when the lock's own list is without it."""
        return told(Code, await self._delete(_door(grant_id, smartlock_id, "codes", code_id)))

    async def show_digits(self, grant_id: str, smartlock_id: int, code_id: str) -> Digits:
        """The digits of a code."""
        return await self._read(Digits, "POST", _door(grant_id, smartlock_id, "codes", code_id, "digits"))

    async def list_invites(self, grant_id: str, smartlock_id: int) -> list[Invite]:
        """Invitations to a door."""
        return (await self._read(Page[Invite], "GET", _door(grant_id, smartlock_id, "invites"))).items

    async def create_invite(
        self, grant_id: str, smartlock_id: int, name: str, email: str, *, once: str | None = None
    ) -> Invite:
        """Invite a person to use a door with the Nuki app."""
        body = {"name": name, "email": email}
        return await self._make(Invite, _door(grant_id, smartlock_id, "invites"), body, once=once)

    async def show_invite_code(self, grant_id: str, smartlock_id: int, invite_id: str) -> Digits:
        """The code of an invitation, once: repeated after a lost answer, it is the same answer."""
        return await self._make(Digits, _door(grant_id, smartlock_id, "invites", invite_id, "code"))


def _door(grant_id: str, smartlock_id: int, *parts: str) -> str:
    return in_path("grants", grant_id, "smartlocks", smartlock_id, *parts)
