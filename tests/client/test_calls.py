"""The client over a fake network: what it sends, repeats and raises."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.client.fakes import SMARTLOCK, UNAUTHORIZED, FakeTokens, FakeTransport, answer, ok

from keyturn.client import NukiClient, errors
from keyturn.nuki.codes import LockAction
from keyturn.secrecy import Secret

Call = Callable[[NukiClient], Awaitable[object]]
ACCOUNT = {
    "accountId": 1,
    "type": 0,
    "email": "ada@example.com",
    "name": "Ada",
    "creationDate": "2024-01-01T00:00:00.000Z",
    "updateDate": "2024-01-01T00:00:00.000Z",
}
HOOK = {"id": 3, "webhookUrl": "https://e.com/h", "webhookFeatures": ["DEVICE_STATUS"], "secret": "signs"}
RECEIPT = {"requestId": "65f0c0ffee65f0c0ffee65f0"}

CALLS: dict[str, tuple[Call, object]] = {
    "account.get": (lambda c: c.account.get(), ACCOUNT),
    "smartlocks.list": (lambda c: c.smartlocks.list(), [SMARTLOCK]),
    "smartlocks.get": (lambda c: c.smartlocks.get(1), SMARTLOCK),
    "logs.list": (lambda c: c.logs.list(1), []),
    "webhooks.list": (lambda c: c.webhooks.list(), [HOOK]),
    "webhooks.register": (lambda c: c.webhooks.register("https://e.com/h", ["DEVICE_STATUS"]), HOOK),
    "webhooks.remove": (lambda c: c.webhooks.remove(3), ""),
    "actions.act": (lambda c: c.actions.act(1, LockAction.UNLATCH), ""),
    "actions.lock": (lambda c: c.actions.lock(1), ""),
    "actions.unlock": (lambda c: c.actions.unlock(1), ""),
    "actions.act_advanced": (lambda c: c.actions.act_advanced(1, 3, 2), RECEIPT),
    "actions.lock_advanced": (lambda c: c.actions.lock_advanced(1), RECEIPT),
    "actions.unlock_advanced": (lambda c: c.actions.unlock_advanced(1), RECEIPT),
}
every_call = pytest.mark.parametrize("name", list(CALLS))
reads = {"account.get", "smartlocks.list", "smartlocks.get", "logs.list", "webhooks.list"}


def good(name: str) -> object:
    body = CALLS[name][1]
    return answer(204) if body == "" else ok(body)


def play(name: str, *answers: object, tokens: FakeTokens | None = None) -> FakeTransport:
    transport = FakeTransport(answers)  # type: ignore[arg-type]
    client = NukiClient(tokens or FakeTokens(), transport=transport)

    async def story() -> None:
        await CALLS[name][0](client)

    try:
        asyncio.run(story())
    except errors.ClientError as error:
        error.add_note(f"sent {len(transport.sent)}")
        raise
    return transport


@every_call
def test_each_call_carries_the_token(name: str) -> None:
    assert play(name, good(name)).bearers() == ["first"]


@every_call
def test_a_dead_token_is_renewed_and_the_call_repeated_once(name: str) -> None:
    tokens = FakeTokens()
    transport = play(name, UNAUTHORIZED, good(name), tokens=tokens)
    assert transport.bearers() == ["first", "second"]
    assert tokens.renewals == ["first"]


@every_call
def test_a_second_401_is_the_end(name: str) -> None:
    with pytest.raises(errors.Unauthorized) as caught:
        play(name, UNAUTHORIZED, UNAUTHORIZED)
    assert "sent 2" in caught.value.__notes__


@every_call
def test_without_a_new_token_the_sources_own_error_comes_through(name: str) -> None:
    with pytest.raises(LookupError):
        play(name, UNAUTHORIZED, tokens=FakeTokens(refusal=LookupError("gone")))


@every_call
def test_a_read_is_repeated_after_no_connection_and_nothing_else_is(name: str) -> None:
    if name in reads:
        assert len(play(name, errors.NoConnection("x"), good(name)).sent) == 2
    else:
        with pytest.raises(errors.NoConnection) as caught:
            play(name, errors.NoConnection("x"))
        assert "sent 1" in caught.value.__notes__


@every_call
@pytest.mark.parametrize(
    "end", [errors.NoAnswer("x"), answer(500), answer(503), answer(409), answer(404), answer(400)]
)
def test_nothing_is_repeated_after_any_other_end(name: str, end: object) -> None:
    with pytest.raises(errors.ClientError) as caught:
        play(name, end)
    assert "sent 1" in caught.value.__notes__


def test_a_receipt_with_an_error_is_a_refusal() -> None:
    with pytest.raises(errors.Refused) as caught:
        play("actions.lock_advanced", ok({**RECEIPT, "error": "No subscription for 1"}))
    assert caught.value.detail == "No subscription for 1"


def test_a_registration_keeps_its_secret_to_itself() -> None:
    async def story() -> None:
        made = await NukiClient("t", transport=FakeTransport([ok(HOOK)])).webhooks.register("https://e.com/h", [])
        assert (made.id, made.url, made.features) == (3, "https://e.com/h", ("DEVICE_STATUS",))
        assert made.secret.matches("signs")
        assert "signs" not in repr(made)

    asyncio.run(story())


def test_a_registration_without_secret_is_unreadable() -> None:
    with pytest.raises(errors.UnreadableAnswer):
        play("webhooks.register", ok({**HOOK, "secret": None}))


def test_an_api_token_works_in_five_lines_and_is_not_renewed() -> None:
    async def five_lines(transport: FakeTransport) -> list[str]:
        async with NukiClient("my-api-token", transport=transport) as nuki:
            return [smartlock.name for smartlock in await nuki.smartlocks.list()]

    transport = FakeTransport([ok([SMARTLOCK]), UNAUTHORIZED])
    assert asyncio.run(five_lines(transport)) == ["Front door"]
    assert not transport.closed  # it was handed in: whoever made it closes it
    with pytest.raises(errors.Unauthorized) as caught:
        asyncio.run(five_lines(transport))
    assert "my-api-token" not in str(caught.value)
    assert transport.bearers() == ["my-api-token", "my-api-token"]


def test_a_secret_token_is_taken_too() -> None:
    transport = FakeTransport([ok(ACCOUNT)])
    assert asyncio.run(_email(NukiClient(Secret("t"), transport=transport))) == "ada@example.com"


async def _email(client: NukiClient) -> str:
    return (await client.account.get()).email
