"""Inviting a person to use a door with the Nuki app, and showing the code of the invitation once.

Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Protocol

import msgspec

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.access.invite import Invite, InviteEvent, InviteId, InviteState
from keyturn.integration.access.lock import Lock
from keyturn.integration.errors import IntegrationError, RequestRefused
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.vault import Vault
from keyturn.integration.refusals import refusal_of
from keyturn.integration.webhooks.inbox import about
from keyturn.nuki.auths import INVITE_SECONDS, NAME_MOST
from keyturn.nuki.ids import RequestId, SmartlockId
from keyturn.nuki.models.auth import AuthsAdvancedCreate
from keyturn.nuki.webhooks import AuthCreation
from keyturn.secrecy import Secret

_OPEN = (errors.NoAnswer, errors.UnreadableAnswer, errors.ServerTrouble)
_told = msgspec.json.Decoder(AuthCreation)
log = logging.getLogger(__name__)


class InviteStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def begin(self, invite: Invite) -> bool:
        """Write it down; False if its id is there already."""

    async def accept(self, invite_id: InviteId, request_id: RequestId) -> None:
        """Keep the request id, and apply an outcome that came before it."""

    async def move(self, invite_id: InviteId, event: InviteEvent, refusal: str | None = None) -> None: ...

    async def invites(self, grant_id: GrantId, smartlock_id: SmartlockId) -> list[Invite]: ...

    async def take(self, invite_id: InviteId) -> tuple[str, bytes] | None:
        """Mark a ready one as shown, and give the delivery that told its code; the delivery keeps no body."""


class Invites:
    """Makes invitations and shows their codes."""

    def __init__(self, store: InviteStore, vault: Vault, clock: Clock) -> None:
        self._store, self._vault, self._clock = store, vault, clock

    async def invite(self, invite_id: InviteId, lock: Lock, name: str, email: str, nuki: NukiClient) -> None:
        """Ask Nuki for an app permission without limits of time. A form sent twice is one invitation.

        Raises :class:`RequestRefused`: ``invite-person``, ``invite-exists``, ``invite-limit``; and as
        :func:`lock.read`.
        """
        name, email = " ".join(name.split()), email.strip()
        if not 1 <= len(name) <= NAME_MOST or email.count("@") != 1 or email[0] == "@" or email[-1] == "@":
            raise RequestRefused("An invitation without a name or an address.", code="invite-person")
        if lock.room.others_left == 0:
            raise RequestRefused("The lock takes no further permission.", code="invite-limit")
        now = self._clock.now()
        intent = Invite(
            invite_id=invite_id,
            grant_id=lock.grant_id,
            smartlock_id=lock.smartlock_id,
            name=name,
            state=InviteState.REQUESTED,
            requested_at=now,
            expires_at=now + timedelta(seconds=INVITE_SECONDS),
        )
        if not await self._store.begin(intent):
            return
        try:
            body = AuthsAdvancedCreate(
                name=name,
                remote_allowed=True,
                smartlock_ids=(lock.smartlock_id,),
                account_user_id=await _user(name, email, nuki),
            )
            request_id = await nuki.auths.create_advanced(body)
        except _OPEN as trouble:
            log.warning("Invitation %s: no usable answer (%s).", invite_id, trouble)
            await self._store.move(invite_id, InviteEvent.ANSWER_LOST)
        except (errors.ClientError, IntegrationError) as error:
            # One person has one permission on a lock (reported: F32580).
            refusal = refusal_of(error, conflict="invite-exists")
            await self._store.move(invite_id, InviteEvent.REFUSED, refusal.code)
            raise refusal from error
        else:
            await self._store.accept(invite_id, request_id)

    async def show(self, invite: Invite) -> Secret:
        """The code, once. Raises :class:`RequestRefused` (``invite-spent``) the second time, or after 48 hours."""
        if self._clock.now() < invite.expires_at and (told := await self._store.take(invite.invite_id)):
            delivery_id, sealed = told
            code = _told.decode(self._vault.open(sealed, about(delivery_id))).invite_code
            if code is not None:
                return Secret(code)
        raise RequestRefused("The code of this invitation cannot be shown any more.", code="invite-spent")


async def _user(name: str, email: str, nuki: NukiClient) -> int:
    """The person in Nuki's account, made if need be."""
    for user in await nuki.users.list():
        if user.email.casefold() == email.casefold():
            return user.account_user_id
    return (await nuki.users.create(email, name)).account_user_id
