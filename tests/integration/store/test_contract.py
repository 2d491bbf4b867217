"""What the rooms rely on in the store, each promise on a real SQLite and a real PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import apsw
import asyncpg
import pytest
from tests.integration.store.rows import ACTION, G1, G2, GRANT, LATER, LOCK, NOW, on_store

from keyturn.integration.actions.action import ActionEvent, ActionId
from keyturn.integration.connect.pending import Begun
from keyturn.integration.connect.session import Session
from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.grant import CustomerId, GrantState
from keyturn.integration.store import Store
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.integration.webhooks.registrations import Subscription
from keyturn.nuki.ids import AccountId, RequestId, WebhookId
from keyturn.secrecy import Secret


def test_a_state_is_consumed_once(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        begun = Begun("browser", LATER)
        await store.pending.remember("state", begun)
        assert await store.pending.consume("other") is None
        assert await store.pending.consume("state") == begun
        assert await store.pending.consume("state") is None

    on_store(database, story)


def test_a_lease_has_one_holder_until_it_lapses(database: Path | Secret) -> None:
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
        assert not await rows.replace_pair(G1, "me", 1, (b"a", b"r"), LATER, (), LATER), (
            "a lapsed holder writes nothing"
        )
        assert await rows.replace_pair(G1, "you", 1, (b"a2", b"r2"), LATER, ("x",), LATER)
        assert not await rows.take_lease(G1, 1, "me", past, LATER), "the generation has moved on"
        fresh = await rows.grant(G1)
        assert fresh == replace(GRANT, generation=2, sealed_access=b"a2", sealed_refresh=b"r2", scopes=("x",))

    on_store(database, story)


def test_losing_a_grant_erases_its_secrets_and_ends_its_sessions_once(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.sessions.open_session("s1", Session(CustomerId("c1"), LATER, LATER), NOW)
        await store.sessions.open_session("s2", Session(CustomerId("c2"), LATER, LATER), NOW)
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

    on_store(database, story)


def test_connecting_anew_ends_the_accounts_earlier_grants(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        account = AccountId(7)
        await store.grants.save(GRANT, NOW)
        assert await store.grants.settle_account(G1, account, NOW) == []
        await store.grants.save(replace(GRANT, grant_id=G2), LATER)
        assert await store.grants.settle_account(G2, account, LATER) == [G1]
        states = {grant.grant_id: grant.state for grant in await store.grants.grants_of(CustomerId("c1"))}
        assert states == {G1: GrantState.DISCONNECTED, G2: GrantState.ACTIVE}

    on_store(database, story)


def test_a_door_waits_for_one_action_at_a_time(database: Path | Secret) -> None:
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

    on_store(database, story)


def test_overdue_are_those_past_their_time_and_those_whose_process_died(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.actions.begin(ACTION)
        assert await store.actions.overdue(NOW, NOW) == []
        assert [a.action_id for a in await store.actions.overdue(LATER, LATER)] == ["a1"]
        await store.actions.accept(ACTION.action_id, RequestId("r1"), LATER, NOW)
        assert await store.actions.overdue(NOW, LATER) == []
        assert [a.request_id for a in await store.actions.overdue(LATER, NOW)] == ["r1"]

    on_store(database, story)


def test_a_grant_without_registration_is_found(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        assert await store.subscriptions.missing() == [G1]
        kept = Subscription("address", G1, WebhookId(3), b"sealed", NOW)
        await store.subscriptions.keep_subscription(kept)
        assert await store.subscriptions.subscription_at("address") == kept
        assert await store.subscriptions.subscription_of(G1) == kept
        assert await store.subscriptions.missing() == []
        await store.subscriptions.retire(G1, LATER)
        assert await store.subscriptions.missing() == [G1]
        await store.subscriptions.forget_retired(NOW)
        assert await store.subscriptions.subscription_at("address") == replace(kept, retired=True)
        await store.subscriptions.forget_retired(LATER)
        assert await store.subscriptions.subscription_at("address") is None

    on_store(database, story)


def test_one_failure_in_a_group_undoes_nobody_elses_work(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        deliveries = [Delivery(f"d{n}", G1, NOW, b"x") for n in range(50)]
        session = Session(CustomerId("c1"), LATER, LATER)
        await store.sessions.open_session("once", session, NOW)
        outcomes = await asyncio.gather(
            *(store.inbox.receive(delivery) for delivery in deliveries[:25]),
            store.sessions.open_session("once", session, NOW),
            *(store.inbox.receive(delivery) for delivery in deliveries[25:]),
            return_exceptions=True,
        )
        failed = [outcome for outcome in outcomes if outcome is not None]
        assert len(failed) == 1
        assert isinstance(failed[0], apsw.ConstraintError | asyncpg.UniqueViolationError)
        assert len(await store.inbox.waiting(100)) == 50

    on_store(database, story)


def test_what_was_written_is_there_after_opening_again(database: Path | Secret) -> None:
    async def first(store: Store) -> None:
        await store.grants.save(GRANT, NOW)

    async def second(store: Store) -> None:
        assert await store.grants.grant(G1) == GRANT

    on_store(database, first)
    on_store(database, second)
    if isinstance(database, Path):
        assert database.stat().st_mode & 0o077 == 0, "nobody else may read it"


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


def test_a_session_in_which_something_is_done_goes_on_unless_it_has_ended(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        rows, later = store.sessions, LATER + timedelta(hours=1)
        for name in ("s1", "s2"):
            await rows.open_session(name, Session(CustomerId("c1"), later, NOW), NOW)
        await rows.open_session("other", Session(CustomerId("c2"), later, NOW), NOW)
        await rows.keep_session("s1", LATER)
        await rows.keep_session("s1", NOW)  # a slower process does not take back what a faster one has written
        assert await rows.session("s1") == Session(CustomerId("c1"), later, LATER)
        await rows.end_sessions_of(CustomerId("c1"), "everywhere")
        await rows.keep_session("s2", LATER)
        assert await rows.session("s2") == Session(CustomerId("c1"), later, NOW, "everywhere")
        assert await rows.session("other") == Session(CustomerId("c2"), later, NOW)
        await rows.end_session("other")
        assert await rows.session("other") is None

    on_store(database, story)
