"""What the console reads, on both databases: found by what one has in hand, paged, and without digits or bodies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.integration.store.rows import ACTION, DOOR, G1, G2, GRANT, LATER, LOCK, NOW, on_store

from keyturn.integration.actions.action import ActionId, ActionState
from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.notify.endpoint import Endpoint, EndpointState, SigningSecret
from keyturn.integration.store import Store
from keyturn.integration.watch.records import NEWEST, PAGE
from keyturn.integration.webhooks.health import Outcome
from keyturn.integration.webhooks.inbox import Delivery, DeliveryState
from keyturn.nuki.ids import AccountId, RequestId
from keyturn.secrecy import Secret

C1, C2 = CustomerId("c1"), CustomerId("c2")
ENDPOINT = Endpoint(
    endpoint_id="ep_1",
    url="https://company.example/hook?key=hush",
    kinds=(),
    state=EndpointState.ACTIVE,
    created_at=NOW,
)


async def lived_in(store: Store) -> None:
    """Two customers; the first has acted, and the second has lost the permission."""
    await store.open()
    await store.endpoints.add_endpoint(
        ENDPOINT, SigningSecret(secret_id="s1", endpoint_id="ep_1", sealed_secret=b"s", created_at=NOW)
    )
    await store.customers.add_customer(Customer(customer_id=C1, reference="Guest-17", created_at=NOW))
    await store.grants.save(GRANT, NOW)
    await store.grants.settle_account(G1, AccountId(4711), NOW)
    second = replace(GRANT, grant_id=G2, customer_id=C2)
    await store.grants.save(second, LATER)
    await store.grants.take_lease(G2, 1, "me", LATER, LATER)
    await store.grants.lose(G2, 1, LATER + timedelta(seconds=1))
    await store.doors.replace_doors(G1, [DOOR])
    await store.actions.begin(ACTION)
    await store.actions.accept(ACTION.action_id, RequestId("r1"), LATER, NOW)
    await store.inbox.receive(Delivery("d1", G1, NOW, b"sealed-body"))
    await store.inbox.receive(Delivery("d2", None, LATER, b"sealed-body"))
    await store.inbox.mark("d2", DeliveryState.DEAD)
    await store.counts.count({Outcome.TAKEN: 2, Outcome.REFUSED: 1}, NOW)


def test_customers_are_found_by_what_a_person_has_in_hand(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await lived_in(store)
        everybody = await store.records.customers(NEWEST, "")
        assert [(line.customer_id, line.grants, line.living) for line in everybody] == [(C2, 1, 0), (C1, 1, 1)]
        for asked in ("c1", "guest", "Guest-17", "g1", "4711"):
            assert [line.customer_id for line in await store.records.customers(NEWEST, asked)] == [C1], asked
        assert await store.records.customers(NEWEST, "gue%") == []
        assert await store.records.customers(everybody[0].place, "") == everybody[1:]

    on_store(database, story)


def test_grants_by_health(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await lived_in(store)

        async def ids(state: str, after: float = 0.0) -> list[GrantId]:
            now = NOW + timedelta(seconds=after)
            return [line.grant_id for line in await store.records.grants(NEWEST, state, now)]

        assert await ids("") == [G2, G1]
        assert await ids("active") == await ids("unregistered") == [G1]
        assert await ids("lost") == [G2]
        assert await ids("overdue") == [] and await ids("overdue", 3600) == [G1]
        (line,) = await store.records.grants(NEWEST, "active", NOW, C1)
        assert (line.doors, line.webhook_id, line.account_id) == (1, None, 4711)

    on_store(database, story)


def test_what_waits_and_what_went_through(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await lived_in(store)
        (action,) = await store.records.actions(NEWEST, NOW)
        assert (action.door, action.what, action.state, action.customer_id) == ("Office", "unlock", "accepted", C1)
        assert await store.records.codes(NEWEST) == []
        deliveries = await store.records.deliveries(NEWEST, "")
        assert [(line.delivery_id, line.customer_id, line.state) for line in deliveries] == [
            ("d2", None, "dead"),
            ("d1", C1, "received"),
        ]
        assert [line.delivery_id for line in await store.records.deliveries(NEWEST, "dead")] == ["d2"]
        (endpoint,) = await store.records.endpoints()
        assert endpoint.url == "https://company.example/hook"
        assert endpoint.deliveries == {"waiting": 3}
        out = await store.records.outgoing(NEWEST, "waiting")
        assert [line.kind for line in out] == ["grant.lost", "grant.connected", "grant.connected"]
        assert await store.records.outgoing(out[1].place, "") == out[2:]
        assert "sealed" not in repr((deliveries, out, endpoint))

    on_store(database, story)


def test_hours_are_complete(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await lived_in(store)
        hours = await store.records.actions_by_hour(NOW)
        assert len(hours) == 24 and hours[-1].at == NOW
        assert hours[-1].counts == {"accepted": 1} and hours[0].counts == {}
        assert (await store.records.webhooks_by_hour(NOW))[-1].counts == {"taken": 2, "refused": 1}
        assert (await store.records.actions_by_hour(NOW + timedelta(days=2)))[0].counts == {}

    on_store(database, story)


def test_a_story_has_everything_in_its_order(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await lived_in(store)
        await store.actions.begin(
            replace(ACTION, action_id=ActionId("a2"), state=ActionState.REQUESTED, smartlock_id=LOCK)
        )
        told = await store.records.story(C1, NOW + timedelta(days=1))
        assert [moment.at for moment in told] == sorted((moment.at for moment in told), reverse=True)
        assert {moment.what for moment in told} == {"came", "connected", "action", "webhook", "event"}
        (action,) = [moment for moment in told if moment.what == "action"]
        assert (action.subject, action.detail, action.state) == ("Office", "unlock", "accepted")
        assert {moment.what for moment in await store.records.story(C2, NOW + timedelta(days=1))} >= {"ended"}
        assert await store.records.story(C1, NOW) == []
        assert await store.records.story(CustomerId("nobody"), NOW + timedelta(days=1)) == []

    on_store(database, story)


def test_figures_are_true_of_the_whole_installation(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await lived_in(store)
        found = await store.figures.figures(LATER)
        assert found.grants == {"active": 1, "lost": 1}
        assert found.actions == {("accepted", "unlock"): 1} and found.actions_waiting == 1
        assert (found.inbox.waiting, found.inbox.oldest_seconds) == (1, 30.0)
        assert found.inbox_states == {"early": 0, "dead": 1}
        assert (found.taken, found.not_taken, round(found.failed_share, 2)) == (2, 1, 0.33)
        assert found.events_out.waiting == 3 and found.endpoints == {"active": 1}
        assert await store.figures.confirmed(NOW, LATER) == []
        assert (await store.figures.figures(LATER + timedelta(hours=1))).renewals_overdue == 1

    on_store(database, story)


def test_pages_end(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.open()
        for number in range(PAGE + 3):
            who = CustomerId(f"c{number:03}")
            await store.customers.add_customer(Customer(customer_id=who, reference=None, created_at=NOW))
        first = await store.records.customers(NEWEST, "")
        rest = await store.records.customers(first[-1].place, "")
        assert (len(first), len(rest)) == (PAGE, 3)
        assert {line.customer_id for line in first}.isdisjoint(line.customer_id for line in rest)

    on_store(database, story)


def test_a_session_of_an_operator_ends(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.operators.begin("h1", LATER, NOW)
        await store.operators.begin("h2", LATER, NOW)
        await store.operators.end("h2")
        assert await store.operators.lives("h1", NOW)
        assert not await store.operators.lives("h1", LATER)
        assert not await store.operators.lives("h2", NOW)

    on_store(database, story)
