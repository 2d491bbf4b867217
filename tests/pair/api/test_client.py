"""The company's program with the client for it: the example of docs/api.md, a lost answer, codes, events."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.pair.api.test_story import follow
from tests.pair.joined import OURS, Street, play

from keyturn.client.errors import NoAnswer
from keyturn.client.transport import AsgiTransport
from keyturn.client.wire import Request, Response
from keyturn.company import KeyturnClient, Problem
from keyturn.company.shapes import Event, Grant, Window
from keyturn.integration.partners.key import KeyScope

T = TypeVar("T")
PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()


class Lossy(AsgiTransport):
    """Loses an answer when told so, after the request was carried out."""

    lose = False

    async def send(self, request: Request) -> Response:
        answer = await super().send(request)
        if self.lose:
            self.lose = False
            raise NoAnswer("The answer was lost.")
        return answer


async def client_of(street: Street) -> tuple[KeyturnClient, Lossy]:
    _, key = await street.integration.keys.new("test", tuple(KeyScope), None)
    way = Lossy(street.integration.app, OURS)
    return KeyturnClient(OURS, key, way, street.clock), way


async def connected(street: Street, keyturn: KeyturnClient) -> Grant:
    customer = await keyturn.create_customer("room 12")
    await follow(street, (await keyturn.create_connect_link(customer.id)).url.reveal())
    (grant,) = [grant async for grant in keyturn.list_grants(customer.id)]
    return grant


async def meanwhile(street: Street, call: Awaitable[T]) -> T:
    """The answer to a call that waits for the clock."""
    task = asyncio.ensure_future(call)
    for _ in range(120):
        await asyncio.sleep(0.02)
        if task.done():
            break
        await street.clock.advance(1)
        await street.integration.inbox.quiet()
    return await task


def test_the_example_of_the_page_opens_the_doors(tmp_path: Path) -> None:
    found = re.search(r"```python\n(.*?)```", PAGE[PAGE.index("**From Python.**") :], re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)

    async def story(street: Street) -> None:
        keyturn, way = await client_of(street)
        grant = await connected(street, keyturn)
        told = await meanwhile(street, names["let_in"](keyturn, "room 12"))
        assert len(told) == len(await keyturn.list_smartlocks(grant.id)) and "confirmed" in told
        assert {action.state async for action in keyturn.list_actions(grant.id)} >= {"confirmed"}
        await keyturn.disconnect_grant(grant.id)
        with pytest.raises(Problem) as caught:
            await keyturn.create_action(grant.id, street.lock["smartlock_id"], "lock")
        assert (caught.value.code, caught.value.blame) == ("grant-lost", "customer") and caught.value.remedy
        mishap = await keyturn.get_mishap(caught.value.reference)
        assert mishap.code == "grant-lost"
        case = await keyturn.open_case("It stays shut.", reference=mishap.reference)
        assert [each.id async for each in keyturn.list_cases()] == [case.id]
        await way.aclose()

    play(tmp_path, story)


def test_a_lost_answer_moves_a_door_once(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        keyturn, way = await client_of(street)
        grant = await connected(street, keyturn)
        way.lose = True
        asked = keyturn.create_action(grant.id, street.lock["smartlock_id"], "unlock")
        action = await meanwhile(street, asked)
        assert [each.id async for each in keyturn.list_actions()] == [action.id]
        moved = [entry for entry in street.sandbox.journal if entry.subject.endswith("/action/advanced")]
        assert len(moved) == 1, "Nuki was asked once"
        await way.aclose()

    play(tmp_path, story)


def test_a_code_is_followed_onto_the_lock(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        keyturn, way = await client_of(street)
        grant = await connected(street, keyturn)
        door = (grant.id, street.lock["smartlock_id"])
        code = await keyturn.create_code(*door, "Anna", Window(since="2030-03-29T15:00", days=(0, 5)))

        async def until(kind: str) -> Event:
            async for event in keyturn.follow_events():
                if event.type == kind:
                    return event
            raise AssertionError("Following has no end.")

        event = await meanwhile(street, until("code.on_lock"))
        assert event.data["code_id"] == code.id
        assert (await keyturn.list_events(event.cursor)).next is None
        assert len((await keyturn.show_digits(*door, code.id)).digits.reveal()) == 6
        assert (await keyturn.remove_code(*door, code.id)).state == "removing"
        await way.aclose()

    play(tmp_path, story, access=True)
