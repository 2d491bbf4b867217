"""A customer is erased: nothing that names them is left in any table, and nobody else lost anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.integration.store.rows import ACTION, DOOR, ENTRY, G1, G2, GRANT, NOW, on_store

from keyturn.integration.actions.action import ActionId
from keyturn.integration.connect.session import Session
from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.notify.event import EventKind
from keyturn.integration.partners.page import START
from keyturn.integration.store import Store
from keyturn.integration.store.company.erasing import ERASED
from keyturn.integration.support.case import Case, CaseState, Mishap
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.integration.webhooks.registrations import Subscription
from keyturn.nuki.ids import WebhookId
from keyturn.secrecy import Secret

ANN, BOB = CustomerId("customer-ann"), CustomerId("customer-bob")
COLUMNS = {
    "sqlite": "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'",
    "postgres": "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = "
    "'public' AND table_name NOT IN (SELECT relname FROM pg_class WHERE relispartition)",
}


async def live(store: Store, customer_id: CustomerId, name: str) -> None:
    """A little of everything, under names that can be looked for."""
    grant_id = {ANN: G1, BOB: G2}[customer_id]
    await store.customers.add_customer(Customer(customer_id=customer_id, reference=name, created_at=NOW))
    await store.grants.save(replace(GRANT, grant_id=grant_id, customer_id=customer_id), NOW)
    await store.doors.replace_doors(grant_id, [replace(DOOR, grant_id=grant_id, name=f"{name}'s door")])
    await store.actions.begin(replace(ACTION, grant_id=grant_id, action_id=ActionId(name)))
    await store.subscriptions.keep_subscription(Subscription(name, grant_id, WebhookId(1), b"sealed", NOW))
    await store.inbox.receive(Delivery(name, grant_id, NOW, b"sealed"))
    entry = replace(ENTRY, grant_id=grant_id, entry_id=name, who=name)
    await store.activity.keep([entry])
    await store.customers.add_link(f"{name}'s link", customer_id, NOW)
    await store.customers.begin_link(f"{name}'s link", f"{name}'s state", NOW)
    await store.sessions.add_ticket(f"{name}'s ticket", customer_id, NOW, NOW)
    session = Session(customer_id, NOW, NOW)
    await store.sessions.open_session(f"{name}'s session", session, NOW)
    await store.cases.note(Mishap(reference=name, at=NOW, code="ff", request="GET /", customer_id=customer_id))
    case = Case(
        case_id=name,
        code="ff",
        state=CaseState.OPENED,
        text=name,
        opened_at=NOW,
        changed_at=NOW,
        customer_id=customer_id,
    )
    await store.cases.open_case(case)


async def everything(store: Store, database: Path | Secret) -> str:
    """All rows of all tables, as text."""
    kind = "sqlite" if isinstance(database, Path) else "postgres"
    tables = sorted({row[0] for row in await store.inbox._db.read(lambda c: c.rows(COLUMNS[kind]))})
    rows: list[str] = []
    for table in tables:
        found = await store.inbox._db.read(lambda c, t=table: c.rows(f"SELECT * FROM {t}"))  # type: ignore[misc]
        rows += [f"{table}: {tuple(row)}" for row in found]
    return "\n".join(rows)


def test_nothing_that_names_the_customer_is_left_and_nobody_else_lost_anything(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await live(store, BOB, "Bob")
        bobs = await everything(store, database)
        await live(store, ANN, "Ann")
        assert "Ann" in await everything(store, database)
        assert await store.erasures.erase(ANN, NOW)
        left = await everything(store, database)
        assert "Ann" not in left and "g1" not in left
        assert set(bobs.splitlines()) <= set(left.splitlines())
        said = [line for line in left.splitlines() if ANN in line]
        assert len(said) == 2 and "erasures" in said[0] + said[1] and "events_out" in said[0] + said[1]
        (event,) = [event for _, event in await store.outbox.events(START, 99) if event.customer_id == ANN]
        assert event.kind is EventKind.CUSTOMER_ERASED and event.facts == {"customer_id": ANN}
        assert not await store.erasures.erase(ANN, NOW) and await store.erasures.is_erased(ANN)
        assert not await store.erasures.erase(CustomerId("nobody"), NOW)
        assert not await store.erasures.is_erased(CustomerId("nobody"))

    on_store(database, story)


def test_every_table_that_knows_customers_or_grants_is_among_those(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.open()
        kind = "sqlite" if isinstance(database, Path) else "postgres"
        columns = await store.inbox._db.read(lambda c: c.rows(COLUMNS[kind]))
        knowing = {table for table, column in columns if column in ("customer_id", "grant_id")}
        assert knowing - ERASED.keys() == {"erasures"}

    on_store(database, story)
