"""Authorizations on devices. A good answer means validated, never that the lock knows it (documented: D-con).

Keypad codes stand in clear in what is sent and read here: their values print nothing of it, and refusals are freed
from numbers before they become an error's text.
"""

from __future__ import annotations

from keyturn.client import errors, requests
from keyturn.client.caller import Caller
from keyturn.client.retry import Kind
from keyturn.nuki.ids import RequestId
from keyturn.nuki.models.account import AccountUser
from keyturn.nuki.models.action import AdvancedReceipt
from keyturn.nuki.models.auth import AuthCreate, AuthsAdvancedCreate, AuthUpdate, SmartlockAuth


class AuthsApi:
    """Scope ``smartlock.auth``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self, smartlock_id: int, *types: int) -> tuple[SmartlockAuth, ...]:
        """What Nuki's server has stored for one device, of these ``codes.AuthType`` or of all."""
        return await self._caller.value(requests.list_auths(smartlock_id, types), tuple[SmartlockAuth, ...])

    async def get(self, smartlock_id: int, auth_id: str) -> SmartlockAuth:
        """One authorization. Raises :class:`Forbidden` for an unknown id (guessed: S-25 knows no 404 here)."""
        return await self._caller.value(requests.get_auth(smartlock_id, auth_id), SmartlockAuth)

    async def create(self, smartlock_id: int, body: AuthCreate) -> None:
        """A new authorization; its id is not told. Raises :class:`Conflict` when the lock has the code already.

        May be repeated: a code exists once on a lock, a person has one authorization on it (F22160, F32580).
        """
        await self._caller.nothing(requests.create_auth(smartlock_id, body), Kind.WRITE_SAFE)

    async def update(self, smartlock_id: int, auth_id: str, body: AuthUpdate) -> None:
        """Replace the whole: what ``body`` leaves out is gone on the lock (reported: F40095)."""
        await self._caller.nothing(requests.update_auth(smartlock_id, auth_id, body), Kind.WRITE_SAFE)

    async def delete(self, smartlock_id: int, auth_id: str) -> None:
        """Take it off the lock; it stays listed until the lock has confirmed (reported: F22160)."""
        await self._caller.nothing(requests.delete_auth(smartlock_id, auth_id), Kind.WRITE_SAFE)

    async def create_advanced(self, body: AuthsAdvancedCreate) -> RequestId:
        """Invite an app user; the code comes as webhook ``AuthCreation`` under the id returned.

        Never repeated on a guess: the first invitation's code would be out under an id nobody knows.
        """
        request = requests.create_auths_advanced(body)
        receipt = await self._caller.value(request, AdvancedReceipt, Kind.PHYSICAL_ACTION)
        if receipt.error:
            raise errors.Refused(f"{request}: Nuki refused ({receipt.error}).", status=200, detail=receipt.error)
        return RequestId(receipt.request_id)


class UsersApi:
    """The people of an account. Scope ``account`` or ``smartlock.auth``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[AccountUser, ...]:
        """Everybody."""
        return await self._caller.value(requests.list_users(), tuple[AccountUser, ...])

    async def create(self, email: str, name: str) -> AccountUser:
        """A new person. Not repeated on a guess: whether Nuki takes one address twice is not documented."""
        return await self._caller.value(requests.create_user(email, name), AccountUser, Kind.PHYSICAL_ACTION)
