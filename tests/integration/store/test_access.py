"""Codes and invitations in the store, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace as replace_struct
from tests.integration.store.rows import G1, G2, GRANT, LOCK, NOW, on_store

from keyturn.integration.access.code import Code, CodeEvent, CodeId, CodeState
from keyturn.integration.access.invite import Invite, InviteEvent, InviteId, InviteState
from keyturn.integration.access.lock import Lock
from keyturn.integration.access.rules import Room
from keyturn.integration.access.window import ALWAYS, Window
from keyturn.integration.grants.grant import GrantId, GrantState
from keyturn.integration.store import Store
from keyturn.integration.webhooks.events import ActionSettled, AuthChanged
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.nuki.ids import AccountId, RequestId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.secrecy import Secret

CODE = Code(
    code_id=CodeId("c1"),
    grant_id=G1,
    smartlock_id=LOCK,
    name="Guest",
    state=CodeState.REQUESTED,
    window=ALWAYS,
    requested_at=NOW,
    due_at=NOW + timedelta(seconds=30),
    check_at=NOW + timedelta(seconds=5),
    sealed_digits=b"sealed",
)
AUTH = SmartlockAuth(
    id="a1",
    smartlock_id=LOCK,
    type=13,
    name="Guest",
    enabled=True,
    remote_allowed=True,
    lock_count=0,
    allowed_week_days=127,
    update_date="2026-03-01T12:00:05.000Z",
)
INVITE = Invite(
    invite_id=InviteId("i1"),
    grant_id=G1,
    smartlock_id=LOCK,
    name="Anna",
    state=InviteState.REQUESTED,
    requested_at=NOW,
    expires_at=NOW + timedelta(hours=48),
)


async def told(store: Store, event: Any, grant_id: GrantId | None = G1, number: int = 1) -> str:
    delivery = Delivery(f"d{number}", grant_id, NOW, b"body")
    await store.inbox.receive(delivery)
    await store.inbox.settle([(delivery, event)], NOW)
    return delivery.delivery_id


def test_a_name_is_one_codes_on_a_lock_until_it_has_ended(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        assert await store.codes.begin(CODE)
        assert not await store.codes.begin(CODE)
        assert not await store.codes.begin(replace(CODE, code_id=CodeId("c2")))
        await store.codes.move(CODE.code_id, CodeEvent.REFUSED, refusal="code-exists")
        ended = await store.codes.code(CODE.code_id)
        assert ended is not None
        assert (ended.state, ended.refusal, ended.sealed_digits) == (CodeState.FAILED, "code-exists", b"")
        assert await store.codes.begin(replace(CODE, code_id=CodeId("c2")))

    on_store(database, story)


def test_a_code_comes_back_as_it_was_put(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        whole = replace(CODE, window=Window(NOW, NOW + timedelta(days=1), 64, 480, 690), auth_id="a", tries=2)
        await store.codes.begin(whole)
        assert await store.codes.codes(G1, LOCK) == [whole]
        await store.codes.move(CODE.code_id, CodeEvent.ACCEPTED, window=ALWAYS, check_at=NOW)
        moved = await store.codes.code(CODE.code_id)
        assert moved == replace(whole, state=CodeState.ACCEPTED, window=ALWAYS, check_at=NOW)

    on_store(database, story)


def test_a_webhook_and_the_code_it_tells_of_change_together(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.codes.begin(CODE)
        await told(store, AuthChanged(AUTH, deleted=False), G2, 1)
        before = await store.codes.code(CODE.code_id)
        assert before is not None
        assert before.state is CodeState.REQUESTED, "told over another grant"
        await told(store, AuthChanged(AUTH, deleted=False), G1, 2)
        seen = await store.codes.code(CODE.code_id)
        assert seen is not None
        assert (seen.state, seen.auth_id, seen.seen_update) == (CodeState.ON_LOCK, "a1", AUTH.update_date)
        for number, update in ((4, "2026-03-01T12:00:04.999Z"), (5, "2026-03-01T12:00:06Z")):
            lost = replace_struct(AUTH, allowed_week_days=1, update_date=update)
            await told(store, AuthChanged(lost, deleted=False), G1, number)
            found = await store.codes.code(CODE.code_id)
            assert found is not None
            assert (found.drift is None) == (number == 4), "what is older than what we know changes nothing"
        await told(store, AuthChanged(AUTH, deleted=True), None, 3)
        gone = await store.codes.code(CODE.code_id)
        assert gone is not None
        assert (gone.state, gone.drift) == (CodeState.DRIFTED, "gone")

    on_store(database, story)


def test_due_are_living_codes_of_usable_grants(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.codes.begin(CODE)
        assert await store.codes.due(NOW, 10) == []
        later = NOW + timedelta(seconds=5)
        assert [code.code_id for code in await store.codes.due(later, 10)] == ["c1"]
        await store.codes.retry(CODE.code_id, 3, later, later + timedelta(seconds=1))
        assert await store.codes.due(later, 10) == []
        await store.codes.look_again(CODE.code_id, later)
        (due,) = await store.codes.due(later, 10)
        assert due.tries == 3
        await store.grants.disconnect(G1, NOW)
        assert await store.codes.due(later, 10) == []

    on_store(database, story)


def test_codes_go_to_the_grant_their_account_is_connected_by_now(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(replace(GRANT, account_id=AccountId(7)), NOW)
        await store.codes.begin(CODE)
        assert await store.codes.inherit() == 0
        await store.grants.disconnect(G1, NOW)
        assert await store.codes.inherit() == 0, "nobody is there to inherit"
        await store.grants.save(replace(GRANT, grant_id=G2, account_id=AccountId(7), state=GrantState.ACTIVE), NOW)
        assert await store.codes.inherit() == 1
        assert [code.code_id for code in await store.codes.codes(G2, LOCK)] == ["c1"]

    on_store(database, story)


def test_a_lock_is_kept_as_last_read(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        assert await store.codes.lock(G1, LOCK) is None
        for codes in (3, 4):
            lock = Lock(
                grant_id=G1,
                smartlock_id=LOCK,
                timezone_id=None,
                keypad=True,
                online=codes == 4,
                room=Room(codes, 200, 1),
                known_at=NOW,
            )
            await store.codes.keep_lock(lock)
            assert await store.codes.lock(G1, LOCK) == lock

    on_store(database, story)


def test_an_invitations_webhook_may_come_first_and_its_code_is_taken_once(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        assert await store.invites.begin(INVITE)
        assert not await store.invites.begin(INVITE)
        delivery_id = await told(store, ActionSettled(RequestId("r1"), True, None, None))
        assert await store.invites.take(INVITE.invite_id) is None
        await store.invites.accept(INVITE.invite_id, RequestId("r1"))
        (ready,) = await store.invites.invites(G1, LOCK)
        assert ready.state is InviteState.READY
        assert await store.invites.take(INVITE.invite_id) == (delivery_id, b"body")
        assert await store.invites.take(INVITE.invite_id) is None

    on_store(database, story)


def test_an_invitation_that_failed_says_why(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.invites.begin(INVITE)
        await store.invites.accept(INVITE.invite_id, RequestId("r1"))
        await told(store, ActionSettled(RequestId("r1"), True, None, None), G2)
        (waiting,) = await store.invites.invites(G1, LOCK)
        assert waiting.state is InviteState.ACCEPTED, "told over another grant"
        await told(store, ActionSettled(RequestId("r1"), False, "ff", None), G1, 2)
        (failed,) = await store.invites.invites(G1, LOCK)
        assert (failed.state, failed.error_code) == (InviteState.FAILED, "ff")
        await store.invites.begin(replace(INVITE, invite_id=InviteId("i2")))
        await store.invites.move(InviteId("i2"), InviteEvent.REFUSED, "invite-exists")
        assert {one.refusal for one in await store.invites.invites(G1, LOCK)} == {None, "invite-exists"}

    on_store(database, story)
