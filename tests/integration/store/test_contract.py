"""What the rooms rely on in the store, each promise on a real database file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from keyturn.integration.actions.action import Action, ActionEvent, ActionId, ActionState, Kind
from keyturn.integration.connect.pending import Begun
from keyturn.integration.connect.session import Session
from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.store import Store
from keyturn.integration.webhooks.events import ActionSettled, StatusChanged
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.integration.webhooks.subscriptions import Subscription
from keyturn.nuki.ids import AccountId, RequestId, SmartlockId, WebhookId
from keyturn.nuki.models.smartlock import State

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
G1, G2, LOCK = GrantId("g1"), GrantId("g2"), SmartlockId(17618910285)
GRANT = Grant(
    grant_id=G1,
    customer_id=CustomerId("c1"),
    account_id=None,
    state=GrantState.ACTIVE,
    scopes=("smartlock.readOnly", "smartlock.action"),
    generation=1,
    expires_at=LATER,
    sealed_access=b"a1",
    sealed_refresh=b"r1",
)
ACTION = Action(
    action_id=ActionId("a1"),
    grant_id=G1,
    smartlock_id=LOCK,
    kind=Kind.UNLOCK,
    state=ActionState.REQUESTED,
    requested_at=NOW,
)
DOOR = Door(
    grant_id=G1,
    smartlock_id=LOCK,
    name="Office",
    device_type=4,
    state=1,
    door_state=2,
    server_state=0,
    admin_pin_state=0,
    battery_critical=False,
    battery_charge=71,
    opens_on_unlock=True,
    known_at=NOW,
    told=False,
)


def on_store(path: Path, story: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        store = Store(path / "keyturn.db")
        try:
            await story(store)
        finally:
            await store.close()

    asyncio.run(run())


def test_a_state_is_consumed_once(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        begun = Begun("browser", LATER)
        await store.pending.remember("state", begun)
        assert await store.pending.consume("other") is None
        assert await store.pending.consume("state") == begun
        assert await store.pending.consume("state") is None

    on_store(tmp_path, story)


def test_a_lease_has_one_holder_until_it_lapses(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        rows = store.grants
        await rows.save(GRANT, NOW)
        assert await rows.take_lease(G1, 1, "me", NOW, LATER)
        assert not await rows.take_lease(G1, 1, "you", NOW, LATER)
        stale = await rows.grant(G1)
        assert stale is not None
        assert (stale.state, stale.sealed_refresh) == (GrantState.STALE, b"r1")
        past = LATER + timedelta(seconds=1)
        assert await rows.take_lease(G1, 1, "you", past, past + timedelta(seconds=30))
        assert not await rows.replace_pair(G1, "me", 1, (b"a", b"r"), LATER, ()), "a lapsed holder writes nothing"
        assert await rows.replace_pair(G1, "you", 1, (b"a2", b"r2"), LATER, ("x",))
        assert not await rows.take_lease(G1, 1, "me", past, LATER), "the generation has moved on"
        fresh = await rows.grant(G1)
        assert fresh == replace(GRANT, generation=2, sealed_access=b"a2", sealed_refresh=b"r2", scopes=("x",))

    on_store(tmp_path, story)


def test_losing_a_grant_erases_its_secrets_and_ends_its_sessions_once(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.sessions.open_session("s1", Session(CustomerId("c1"), LATER), NOW)
        await store.sessions.open_session("s2", Session(CustomerId("c2"), LATER), NOW)
        assert not await store.grants.lose(G1, 1, NOW), "a grant whose token is not known dead cannot be lost"
        await store.grants.take_lease(G1, 1, "me", NOW, LATER)
        assert not await store.grants.lose(G1, 7, NOW), "another generation was refused, not this one"
        assert await store.grants.lose(G1, 1, NOW)
        assert not await store.grants.lose(G1, 1, NOW)
        lost = await store.grants.grant(G1)
        assert lost is not None
        assert (lost.state, lost.sealed_access, lost.sealed_refresh) == (GrantState.LOST, None, None)
        mine, other = await store.sessions.session("s1"), await store.sessions.session("s2")
        assert mine is not None and mine.ended == "lost"
        assert other is not None and other.ended is None
        assert not await store.grants.take_lease(G1, 1, "me", NOW, LATER)

    on_store(tmp_path, story)


def test_connecting_anew_ends_the_accounts_earlier_grants(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        account = AccountId(7)
        await store.grants.save(GRANT, NOW)
        assert await store.grants.settle_account(G1, account, NOW) == []
        await store.grants.save(replace(GRANT, grant_id=G2), LATER)
        assert await store.grants.settle_account(G2, account, LATER) == [G1]
        states = {grant.grant_id: grant.state for grant in await store.grants.grants_of(CustomerId("c1"))}
        assert states == {G1: GrantState.DISCONNECTED, G2: GrantState.ACTIVE}

    on_store(tmp_path, story)


def test_a_door_waits_for_one_action_at_a_time(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        rows = store.actions
        await store.grants.save(GRANT, NOW)
        assert await rows.begin(ACTION) is ACTION
        assert await rows.begin(ACTION) == ACTION, "the same form again is the same action"
        second = replace(ACTION, action_id=ActionId("a2"), requested_at=LATER)
        assert await rows.begin(second) is None
        await rows.close(ACTION.action_id, ActionEvent.REFUSED, LATER, refusal="nuki-unavailable")
        assert await rows.begin(second) is second
        latest = await rows.latest(G1)
        assert latest[LOCK] == second

    on_store(tmp_path, story)


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("success", [True, False])
def test_a_confirmation_settles_its_action_early_or_late(tmp_path: Path, early: bool, success: bool) -> None:
    request, delivery = RequestId("r1"), Delivery("d1", G1, NOW, b"sealed")
    event = ActionSettled(request, success, None if success else "42", LOCK)

    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.actions.begin(ACTION)
        await store.inbox.receive(delivery)
        if early:
            await store.inbox.settle([(delivery, event)], NOW)
        await store.actions.accept(ACTION.action_id, request, LATER, NOW)
        if not early:
            await store.inbox.settle([(delivery, event)], NOW)
        settled = await store.actions.action(ACTION.action_id)
        assert settled is not None
        assert settled.state is (ActionState.CONFIRMED if success else ActionState.FAILED)
        assert settled.error_code == (None if success else "42")
        assert await store.inbox.waiting(10) == []

    on_store(tmp_path, story)


@pytest.mark.parametrize(
    ("grant_id", "smartlock_id"), [(G2, LOCK), (G1, SmartlockId(1))], ids=["another grant", "another door"]
)
@pytest.mark.parametrize("early", [True, False])
def test_a_confirmation_of_something_else_settles_nothing(
    tmp_path: Path, grant_id: GrantId, smartlock_id: SmartlockId, early: bool
) -> None:
    request, delivery = RequestId("r1"), Delivery("d1", grant_id, NOW, b"sealed")

    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.actions.begin(ACTION)
        await store.inbox.receive(delivery)
        event = ActionSettled(request, True, None, smartlock_id)
        if early:
            await store.inbox.settle([(delivery, event)], NOW)
        await store.actions.accept(ACTION.action_id, request, LATER, NOW)
        if not early:
            await store.inbox.settle([(delivery, event)], NOW)
        action = await store.actions.action(ACTION.action_id)
        assert action is not None
        assert action.state is ActionState.ACCEPTED

    on_store(tmp_path, story)


def test_overdue_are_those_past_their_time_and_those_whose_process_died(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.actions.begin(ACTION)
        assert await store.actions.overdue(NOW, NOW) == []
        assert [a.action_id for a in await store.actions.overdue(LATER, LATER)] == ["a1"]
        await store.actions.accept(ACTION.action_id, RequestId("r1"), LATER, NOW)
        assert await store.actions.overdue(NOW, LATER) == []
        assert [a.request_id for a in await store.actions.overdue(LATER, NOW)] == ["r1"]

    on_store(tmp_path, story)


def status(state: int, smartlock_id: SmartlockId = LOCK) -> StatusChanged:
    shown = State(
        mode=2,
        state=state,
        trigger=0,
        last_action=1,
        battery_critical=True,
        door_state=3,
        ring_to_open_timer=0,
        night_mode=False,
    )
    return StatusChanged(smartlock_id, shown, 4, 0)


def test_what_was_told_after_we_asked_is_not_overwritten_by_the_answer(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        gone = replace(DOOR, smartlock_id=SmartlockId(5))
        await store.doors.replace_doors(G1, [DOOR, gone])
        delivery = Delivery("d1", G1, LATER, b"sealed")
        await store.inbox.receive(delivery)
        await store.inbox.settle([(delivery, status(3))], LATER)
        told = replace(
            DOOR,
            state=3,
            door_state=3,
            server_state=4,
            battery_critical=True,
            battery_charge=None,
            known_at=LATER,
            told=True,
        )
        await store.doors.replace_doors(G1, [DOOR])
        assert await store.doors.doors(G1) == [told]

    on_store(tmp_path, story)


@pytest.mark.parametrize(("grant_id", "changed"), [(G1, {G1}), (None, {G1, G2}), (GrantId("g3"), set())])
def test_a_status_reaches_the_doors_of_its_grant_or_of_all(
    tmp_path: Path, grant_id: GrantId | None, changed: set[GrantId]
) -> None:
    async def story(store: Store) -> None:
        for each in (G1, G2):
            await store.grants.save(replace(GRANT, grant_id=each), NOW)
            await store.doors.replace_doors(each, [replace(DOOR, grant_id=each)])
        delivery = Delivery("d1", grant_id, LATER, b"sealed")
        await store.inbox.receive(delivery)
        await store.inbox.settle([(delivery, status(3))], LATER)
        seen = {each for each in (G1, G2) if (await store.doors.doors(each))[0].state == 3}
        assert seen == changed
        assert await store.inbox.waiting(10) == []

    on_store(tmp_path, story)


def test_a_grant_without_registration_is_found(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        assert await store.subscriptions.missing() == [G1]
        kept = Subscription("address", G1, WebhookId(3), b"sealed")
        await store.subscriptions.keep_subscription(kept)
        assert await store.subscriptions.subscription_at("address") == kept
        assert await store.subscriptions.subscription_of(G1) == kept
        assert await store.subscriptions.missing() == []
        await store.subscriptions.drop_subscription("address")
        assert await store.subscriptions.missing() == [G1]

    on_store(tmp_path, story)


def test_one_failure_in_a_group_undoes_nobody_elses_work(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        good = [Delivery(f"d{n}", G1, NOW, b"x") for n in range(50)]
        twice = Delivery("d7", G1, NOW, b"x")
        outcomes = await asyncio.gather(
            *(store.inbox.receive(delivery) for delivery in [*good, twice]), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes if outcome is not None] == [apsw.ConstraintError]
        assert len(await store.inbox.waiting(100)) == 50

    on_store(tmp_path, story)


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    async def first(store: Store) -> None:
        await store.grants.save(GRANT, NOW)

    async def second(store: Store) -> None:
        assert await store.grants.grant(G1) == GRANT

    on_store(tmp_path, first)
    on_store(tmp_path, second)
    assert (tmp_path / "keyturn.db").stat().st_mode & 0o077 == 0, "nobody else may read it"


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "keyturn.db").write_bytes(b"this is a letter, not a database, and long enough to tell" * 20)
    with pytest.raises(OperatorError, match="keyturn.db"):
        Store(tmp_path / "keyturn.db")


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    connection = apsw.Connection(str(tmp_path / "keyturn.db"))
    connection.pragma("user_version", 99)
    connection.close()
    with pytest.raises(OperatorError, match="newer Keyturn"):
        Store(tmp_path / "keyturn.db")
