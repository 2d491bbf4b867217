"""What the company's side keeps, on both databases: cases, links, tickets, keys, repeated requests, endpoints."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.integration.store.rows import DOOR, G1, GRANT, LATER, LOCK, NOW, on_store

from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.notify.endpoint import Endpoint, EndpointState, SigningSecret
from keyturn.integration.notify.event import EventKind
from keyturn.integration.partners.key import ApiKey, KeyScope
from keyturn.integration.partners.page import START
from keyturn.integration.partners.repeat import Kept
from keyturn.integration.store import Store
from keyturn.integration.support.case import Case, CaseEvent, CaseState, Mishap, Word
from keyturn.secrecy import Secret

ANN, BOB = CustomerId("c1"), CustomerId("c2")
MISHAP = Mishap(
    reference="7KQ2-9F3M", at=NOW, code="ff", request="GET /doors", customer_id=ANN, grant_id=G1, smartlock_id=LOCK
)
CASE = Case(
    case_id="k1",
    code="ff",
    state=CaseState.OPENED,
    text="It hums.",
    opened_at=NOW,
    changed_at=NOW,
    reference=MISHAP.reference,
    customer_id=ANN,
    grant_id=G1,
    smartlock_id=LOCK,
)


def test_a_case_is_opened_once_for_a_mishap_and_keeps_its_words_in_order(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.cases.note(MISHAP)
        assert await store.cases.mishap(MISHAP.reference) == MISHAP
        assert await store.cases.mishap("0000-0000") is None
        assert await store.cases.open_case(CASE) == CASE
        assert (await store.cases.open_case(replace(CASE, case_id="k2"))).case_id == "k1"
        words = [
            Word(at=LATER, event=event, note=note)
            for event, note in ((CaseEvent.DESK_ASKED, "Which?"), (CaseEvent.SOLVED, ""))
        ]
        states = (CaseState.OPENED, CaseState.WAITING_FOR_CUSTOMER, CaseState.SOLVED)
        for word, before, after in zip(words, states, states[1:], strict=False):
            assert await store.cases.move("k1", before, after, word)
        assert not await store.cases.move("k1", CaseState.OPENED, CaseState.SOLVED, words[0]), "it has moved on"
        told = replace(CASE, state=CaseState.SOLVED, changed_at=LATER, words=tuple(words))
        assert await store.cases.case("k1") == told
        kinds = [event.kind for _, event in await store.outbox.events(START, 9)]
        assert kinds == [EventKind.CASE_OPENED, EventKind.CASE_MOVED, EventKind.CASE_MOVED]

    on_store(database, story)


def test_cases_are_listed_by_customer_and_state_and_counted(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        others = replace(
            CASE, case_id="k2", reference="", customer_id=BOB, opened_at=LATER, state=CaseState.SOLVED
        )
        nobodys = replace(CASE, case_id="k3", reference="", customer_id=None, grant_id=None, smartlock_id=None)
        for case in (CASE, others, nobodys):
            await store.cases.open_case(case)

        async def ids(customer_id: CustomerId | None, state: CaseState | None) -> list[str]:
            return [case.case_id for _, case in await store.cases.cases(START, 9, customer_id, state)]

        assert await ids(None, None) == ["k1", "k3", "k2"]
        assert await ids(BOB, None) == ["k2"]
        assert await ids(None, CaseState.SOLVED) == ["k2"]
        assert await store.cases.opened_since(NOW - timedelta(1), None) == 3
        assert await store.cases.opened_since(NOW - timedelta(1), ANN) == 1
        assert await store.cases.opened_since(NOW, None) == 1

    on_store(database, story)


def test_a_case_knows_the_door_and_what_was_tried(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.doors.replace_doors(G1, [DOOR])
        found = await store.cases.door(G1, LOCK)
        assert found is not None and found.name == DOOR.name
        assert await store.cases.tried(G1, LOCK, NOW, 9) == []

    on_store(database, story)


def test_a_link_serves_one_connection_and_a_ticket_one_visit(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.customers.add_customer(Customer(customer_id=ANN, reference="room 12", created_at=NOW))
        assert not await store.customers.add_customer(
            Customer(customer_id=BOB, reference="room 12", created_at=NOW)
        )
        await store.customers.add_link("link", ANN, LATER)
        assert await store.customers.begin_link("link", "state", NOW)
        assert not await store.customers.begin_link("link", "late", LATER)
        assert await store.customers.is_of_link("state")
        used = await asyncio.gather(*(store.customers.use_link("state", NOW) for _ in range(4)))
        assert sorted(map(str, used)) == ["None", "None", "None", ANN]
        await store.sessions.add_ticket("ticket", ANN, LATER, NOW)
        await store.sessions.add_ticket("stale", ANN, LATER, NOW)
        used = await asyncio.gather(*(store.sessions.use_ticket("ticket", NOW) for _ in range(4)))
        assert sorted(map(str, used)) == ["None", "None", "None", ANN]
        assert await store.sessions.use_ticket("stale", LATER) is None

    on_store(database, story)


def test_a_request_is_begun_once_and_its_answer_kept(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        key = ApiKey(key_id="k", name="till", digest="d", scopes=(KeyScope.READ,), created_at=NOW)
        await store.keys.add_key(key)
        assert await store.keys.key("k") == key and await store.keys.every_key() == [key]
        begun = await asyncio.gather(*(store.keys.begin_repeat("k", "once", "digest", NOW) for _ in range(4)))
        assert begun.count(None) == 1 and begun.count(Kept(request_digest="digest")) == 3
        await store.keys.keep_answer("k", "once", 201, b"sealed")
        answered = Kept(request_digest="digest", status=201, sealed_answer=b"sealed")
        assert await store.keys.begin_repeat("k", "once", "other", LATER) == answered
        await store.keys.forget_repeat("k", "once")
        assert await store.keys.begin_repeat("k", "once", "other", LATER) is None
        assert await store.keys.revoke_key("k", NOW) and not await store.keys.revoke_key("nobody", NOW)

    on_store(database, story)


def test_an_endpoints_earlier_secret_signs_for_a_while(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        endpoint = Endpoint(
            endpoint_id="ep",
            url="https://a.test",
            kinds=(EventKind.GRANT_LOST,),
            state=EndpointState.ACTIVE,
            created_at=NOW,
        )
        first, second = [
            SigningSecret(secret_id=name, endpoint_id="ep", sealed_secret=b"s", created_at=at)
            for name, at in (("first", NOW), ("second", NOW + timedelta(seconds=1)))
        ]
        await store.endpoints.add_endpoint(endpoint, first)
        await store.endpoints.add_secret(second, LATER)
        assert await store.endpoints.endpoint("ep") == endpoint
        assert [each.secret_id for each in await store.endpoints.secrets_of("ep", NOW)] == ["second", "first"]
        assert [each.secret_id for each in await store.endpoints.secrets_of("ep", LATER)] == ["second"]
        assert await store.endpoints.remove_endpoint("ep") and not await store.endpoints.remove_endpoint("ep")
        assert await store.endpoints.endpoints(START, 9) == []

    on_store(database, story)
