"""What is repeated, under which key; what a refusal becomes; what is never printed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from keyturn.client.errors import ClientError, NoAnswer, NoConnection, UnreadableAnswer
from keyturn.client.wire import Request, Response
from keyturn.clock import VirtualClock
from keyturn.company import KeyturnClient, Problem
from keyturn.company.caller import told
from keyturn.company.shapes import ConnectLink

CUSTOMER = Response(201, body=b'{"id": "c1", "reference": null, "created_at": "2026-01-05T08:00:00Z", "new": 1}')
PROXY = Response(502, body=b"<html>Bad gateway</html>")


def refusal(code: str) -> Response:
    told = {"type": "t", "title": "T", "status": 409, "detail": "D.", "code": code, "remedy": "R."}
    return Response(
        409, body=json.dumps(told | {"blame": "customer", "retry": False, "reference": "7K2M"}).encode()
    )


class Scripted:
    """Answers as written."""

    def __init__(self, *steps: Response | ClientError) -> None:
        self._steps = list(steps)
        self.asked: list[Request] = []

    async def send(self, request: Request) -> Response:
        self.asked.append(request)
        step = self._steps.pop(0)
        if isinstance(step, ClientError):
            raise step
        return step

    async def aclose(self) -> None: ...

    @property
    def keys(self) -> set[str]:
        return {value for asked in self.asked for name, value in asked.headers if name == "Idempotency-Key"}


def play(transport: Scripted, call: Callable[[KeyturnClient], Awaitable[object]]) -> object:
    async def story() -> object:
        clock = VirtualClock()
        task = asyncio.ensure_future(call(KeyturnClient("https://keyturn.test", "kt_key", transport, clock)))
        while not task.done():
            await asyncio.sleep(0)
            await clock.advance(1)
        return task.result()

    return asyncio.run(story())


@pytest.mark.parametrize("trouble", [NoAnswer(), NoConnection(), PROXY, refusal("repeat-running")], ids=repr)
def test_a_lost_answer_is_asked_for_again_with_the_same_key(trouble: Response | ClientError) -> None:
    transport = Scripted(trouble, trouble, CUSTOMER)
    play(transport, lambda client: client.create_customer())
    assert len(transport.asked) == 3 and len(transport.keys) == 1


def test_an_answer_that_was_lost_while_a_door_moved_is_waited_for() -> None:
    transport = Scripted(NoAnswer(), *[refusal("repeat-running")] * 7, CUSTOMER)
    play(transport, lambda client: client.create_customer())
    assert len(transport.keys) == 1
    with pytest.raises(Problem, match="repeat-running"):
        play(Scripted(*[refusal("repeat-running")] * 8), lambda client: client.create_customer())


def test_two_calls_have_two_keys_and_a_caller_may_keep_one() -> None:
    transport = Scripted(CUSTOMER, CUSTOMER, CUSTOMER)
    for once in (None, None, "mine"):
        play(transport, lambda client, once=once: client.create_customer(once=once))  # type: ignore[misc]
    assert len(transport.keys) == 3 and "mine" in transport.keys


def test_patience_ends() -> None:
    transport = Scripted(NoAnswer(), NoAnswer(), NoAnswer())
    with pytest.raises(NoAnswer):
        play(transport, lambda client: client.create_customer())
    with pytest.raises(NoAnswer):
        play(Scripted(NoAnswer()), lambda client: client.delete_endpoint("e1"))


def test_a_refusal_is_a_problem_and_is_not_repeated() -> None:
    transport = Scripted(refusal("grant-lost"))
    with pytest.raises(Problem, match=r"D\. \(grant-lost\) R\. \[7K2M\]") as caught:
        play(transport, lambda client: client.get_grant("g/1"))
    told = caught.value
    assert (told.code, told.detail, told.remedy, told.reference) == ("grant-lost", "D.", "R.", "7K2M")
    assert transport.asked[0].path == "/v1/grants/g%2F1"


def test_what_is_no_answer_of_ours_says_so() -> None:
    for strange in (Response(404, body=b"<html>"), Response(200, body=b"[]")):
        with pytest.raises(UnreadableAnswer):
            play(Scripted(strange), lambda client: client.get_grant("g1"))


def test_what_lets_somebody_in_is_not_printed() -> None:
    transport = Scripted(Response(200, body=b'{"digits": "493817"}'))
    told = play(transport, lambda client: client.show_digits("g1", 7, "c1"))
    assert "493817" not in repr(told) and "kt_key" not in repr(transport.asked)


def test_a_secret_that_is_no_text_is_an_unreadable_answer() -> None:
    with pytest.raises(UnreadableAnswer, match="not what was asked for"):
        told(ConnectLink, Response(200, {}, b'{"url": 5, "expires_at": "2026-01-05T08:00:00Z"}'))
