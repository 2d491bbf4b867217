"""A customer erased by /v1: the tokens are gone, Nuki has no webhook of ours, the event is told, twice is once."""

from __future__ import annotations

from pathlib import Path

from tests.pair.api.program import Program
from tests.pair.api.test_client import client_of, meanwhile
from tests.pair.api.test_client import connected as by_client
from tests.pair.api.test_story import connected
from tests.pair.joined import Street, play
from tests.pair.test_outage import Cut

from keyturn.client.errors import NoConnection
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.partners.key import KeyScope


def test_a_customer_is_erased_once_and_for_all(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, grant = await connected(street, program)
        address = f"/customers/{customer['id']}"
        await program.call("DELETE", address, status=204)
        assert any("DELETE /api/decentralWebhook/" in repr(entry) for entry in street.sandbox.journal)
        assert await street.integration.store.grants.grants_of(CustomerId(customer["id"])) == []
        for gone in (address, f"/grants/{grant['id']}"):
            assert (await program.get(gone, status=404))["code"] == "unknown-resource"
        told = (await program.get("/events"))["items"]
        assert [event["type"] for event in told] == ["customer.erased"]
        assert told[0]["data"] == {"customer_id": customer["id"]}
        await program.call("DELETE", address, status=204)
        assert len((await program.get("/events"))["items"]) == 1, "told once"
        await program.call("DELETE", "/customers/nobody", status=404)
        await street.person.go("/doors")
        assert "unlock" not in street.person.text.lower()

    play(tmp_path, story)


def test_a_key_that_may_only_read_erases_nobody(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, _ = await connected(street, program)
        reader = await Program.of(street, KeyScope.READ)
        await reader.call("DELETE", f"/customers/{customer['id']}", status=403)
        await program.get(f"/customers/{customer['id']}")

    play(tmp_path, story)


def test_a_nuki_that_does_not_answer_holds_up_no_erasure(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, _ = await connected(street, program)
        Cut(street, NoConnection("The line is cut."))
        await program.call("DELETE", f"/customers/{customer['id']}", status=204)
        await program.get(f"/customers/{customer['id']}", status=404)

    play(tmp_path, story)


def test_the_clients_way_survives_a_lost_answer(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        keyturn, way = await client_of(street)
        grant = await by_client(street, keyturn)
        way.lose = True
        await meanwhile(street, keyturn.erase_customer(grant.customer_id))
        assert [each async for each in keyturn.list_customers()] == []

    play(tmp_path, story)
