"""Authorizations over a fake network: paths, bodies, and that no code shows where it must not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from tests.client.fakes import UNAUTHORIZED, FakeTokens, FakeTransport, answer, ok

from keyturn.client import NukiClient, errors
from keyturn.client.wire import Response
from keyturn.nuki.models.auth import AuthCreate, AuthsAdvancedCreate, AuthUpdate

CODE = 726194
AUTH = {
    "id": "a" * 24,
    "smartlockId": 1,
    "type": 13,
    "name": "Guest",
    "enabled": True,
    "remoteAllowed": True,
    "lockCount": 0,
    "code": CODE,
}
USER = {
    "accountUserId": 5,
    "accountId": 1,
    "email": "a@b.example",
    "name": "Ada",
    "creationDate": "2026-01-01T00:00:00.000Z",
    "updateDate": "2026-01-01T00:00:00.000Z",
}
CREATION = AuthCreate(name="Guest", remote_allowed=True, type=13, code=CODE)
INVITATION = AuthsAdvancedCreate(name="Ada", remote_allowed=True, smartlock_ids=(1, 2), account_user_id=5)


def call(
    work: Callable[[NukiClient], Awaitable[object]], *answers: Response | errors.ClientError
) -> FakeTransport:
    transport = FakeTransport(answers)

    async def story() -> None:
        await work(NukiClient(FakeTokens(), transport=transport))

    asyncio.run(story())
    return transport


def test_reads() -> None:
    assert call(lambda c: c.auths.list(1, 0, 13), ok([AUTH])).sent[0].query == (("types", "0,13"),)
    assert call(lambda c: c.auths.list(1), ok([AUTH])).sent[0].query == ()
    assert str(call(lambda c: c.auths.get(1, "ab/c"), ok(AUTH)).sent[0]) == "GET /smartlock/1/auth/ab%2Fc"
    assert str(call(lambda c: c.users.list(), ok([USER])).sent[0]) == "GET /account/user"


def test_a_creation_sends_what_is_set_and_an_update_sends_everything() -> None:
    sent = call(lambda c: c.auths.create(1, CREATION), answer(204)).sent[0]
    assert str(sent) == "PUT /smartlock/1/auth"
    assert json.loads(sent.json or b"") == {"name": "Guest", "remoteAllowed": True, "type": 13, "code": CODE}
    update = AuthUpdate(name="Guest", enabled=True, remote_allowed=True, code=CODE, allowed_week_days=127)
    sent = call(lambda c: c.auths.update(1, "x1", update), answer(204)).sent[0]
    assert str(sent) == "POST /smartlock/1/auth/x1"
    assert json.loads(sent.json or b"")["allowedFromDate"] is None
    assert str(call(lambda c: c.auths.delete(1, "x1"), answer(204)).sent[0]) == "DELETE /smartlock/1/auth/x1"


def test_an_invitation_gives_the_request_id_and_is_not_repeated_on_a_guess() -> None:
    heard = ok({"requestId": "65f0c0ffee65f0c0ffee65f0"})
    assert len(call(lambda c: c.auths.create_advanced(INVITATION), UNAUTHORIZED, heard).sent) == 2
    with pytest.raises(errors.NoAnswer):
        call(lambda c: c.auths.create_advanced(INVITATION), errors.NoAnswer("lost"))
    with pytest.raises(errors.Refused):
        call(lambda c: c.auths.create_advanced(INVITATION), ok({"requestId": "", "error": "no subscription"}))
    assert len(call(lambda c: c.users.create("a@b.example", "Ada"), ok(USER)).sent) == 1


def test_a_code_is_in_no_error_and_no_printed_request() -> None:
    body = json.dumps({"detailMessage": f"The supplied value '{CODE}' for parameter 'code' is not valid"})
    with pytest.raises(errors.Refused) as refused:
        call(lambda c: c.auths.create(1, CREATION), answer(400, body))
    assert str(CODE) not in f"{refused.value} {refused.value.detail}"
    assert "parameter 'code'" in refused.value.detail
    sent = call(lambda c: c.auths.create(1, CREATION), answer(204)).sent[0]
    assert str(CODE) not in repr(sent)
