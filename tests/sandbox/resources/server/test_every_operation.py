"""All 104 operations: closed without a token, and never more than refused by nonsense."""

from __future__ import annotations

import re

import msgspec
import pytest
from tests.sandbox.resources.server.owner import Owner, run
from tests.sandbox.stage import FRONT

from keyturn.nuki.endpoints import ENDPOINTS, Endpoint
from keyturn.nuki.scopes import Scope
from keyturn.nuki.shapes import shape_of
from keyturn.sandbox.app.state import snapshot

PUBLIC = {"GetOpenerBrands", "GetOpenerBrand", "GetOpenerIntercoms", "GetOpenerIntercom"}
TAKING = [one for one in ENDPOINTS if shape_of(one).takes is not None]
NONSENSE = (
    *(b"", b"{", b"null", b"17", b'"x"', b"\xff\xfe", b'{"name": "\\ud800"}', b"[[[[" * 50),
    *(b'{"name": 1e999}', b'{"smartlockIds": [99999999999999999999999]}', b'{"action": 1.5}', b'{"": {}}'),
    b'{"name": {"a": []}, "email": [], "settings": 5, "web": "x", "webhookFeatures": {"a": 1}, "rights": true}',
)


def filled(endpoint: Endpoint, value: str) -> str:
    return re.sub(r"{\w+}", value, endpoint.path)


def test_without_a_token_only_intercoms_are_told() -> None:
    async def story(owner: Owner) -> None:
        for endpoint in ENDPOINTS:
            for header in ({}, {"authorization": "Bearer nonsense"}):
                answer = await owner.http.request(endpoint.method, filled(endpoint, "1"), headers=header)
                if endpoint.name in PUBLIC:
                    assert answer.status_code in {200, 400, 404}, endpoint.name
                else:
                    assert answer.status_code == 401, endpoint.name
                    assert answer.json()["detailMessage"] == "Your access token is not authorized"

    run(story)


def test_a_token_of_other_scopes_opens_nothing() -> None:
    async def story(owner: Owner) -> None:
        account = owner.facts["account"]
        for endpoint in ENDPOINTS:
            if endpoint.any_of:
                others = " ".join(scope for scope in Scope if scope not in endpoint.any_of)
                bearer = await owner.token_of(account["email"], account["password"], others)
                answer = await owner.call(endpoint.method, filled(endpoint, "1"), bearer=bearer)
                assert answer.status_code == 401, endpoint.name

    run(story)


@pytest.mark.parametrize("endpoint", TAKING, ids=lambda endpoint: endpoint.name)
def test_a_nonsensical_body_is_refused_and_changes_nothing(endpoint: Endpoint) -> None:
    async def story(owner: Owner) -> None:
        account = owner.facts["account"]
        bearer = await owner.token_of(account["email"], account["password"], " ".join(Scope))
        path = endpoint.path.replace("{smartlockId}", str(FRONT)).replace(
            "{apiKeyId}", str(owner.app["api_key_id"])
        )
        path = re.sub(r"{\w+}", "1", path)
        for body in NONSENSE:
            before = _state(owner)
            answer = await owner.call(endpoint.method, path, bearer=bearer, content=body)
            assert answer.status_code < 500, (body, answer.text)
            if answer.status_code >= 400:
                assert _state(owner) == before, body

    run(story)


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 40, "%00", "%C3%A9", "%2e%2e", "1;drop", "%20"])
def test_ids_that_name_nothing_are_refused_and_change_nothing(value: str) -> None:
    async def story(owner: Owner) -> None:
        account = owner.facts["account"]
        bearer = await owner.token_of(account["email"], account["password"], " ".join(Scope))
        for endpoint in ENDPOINTS:
            if "{" in endpoint.path:
                before = _state(owner)
                answer = await owner.call(endpoint.method, filled(endpoint, value), bearer=bearer, json={})
                assert 400 <= answer.status_code < 500, (endpoint.name, answer.text)
                assert _state(owner) == before, endpoint.name

    run(story)


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "1.5", "%00", "[]", "true"])
def test_queries_that_say_nothing_are_named(value: str) -> None:
    async def story(owner: Owner) -> None:
        for endpoint in ENDPOINTS:
            numbers = [name for name, kind in shape_of(endpoint).query if kind is not str]
            if endpoint.method == "GET" and "{" not in endpoint.path:
                for name in numbers:
                    answer = await owner.call("GET", f"{endpoint.path}?{name}={value}")
                    assert answer.status_code in {200, 400}, (endpoint.name, name)
                    if answer.status_code == 400:
                        assert "is not valid" in answer.json()["detailMessage"]

    run(story)


def _state(owner: Owner) -> bytes:
    # Labels are the journal's: it may meet new secrets in what was refused.
    kept = snapshot(owner.sandbox._world)
    return msgspec.json.encode(msgspec.structs.replace(kept, labels={}, hints=[]))
