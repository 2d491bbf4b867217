"""Sub-accounts, account users, companies, and what has access to an account."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.resources.server.owner import Owner, run
from tests.sandbox.stage import FRONT

SUB: dict[str, Any] = {
    "email": "guest@home.example",
    "password": "long-enough",
    "name": "Guest",
    "rights": 31,
    "language": "en",
}
USER = {"email": "lee@example.org", "name": "Lee"}


def test_a_sub_account_signs_in_by_itself_and_has_no_companies() -> None:
    async def story(owner: Owner) -> None:
        made = await owner.expect(200, "PUT", "/account/sub", SUB)
        assert (made["masterAccountId"], made["rights"]) == (55512345, 31)
        assert await owner.expect(200, "GET", f"/account/sub/{made['accountId']}") == made
        assert await owner.expect(200, "GET", "/account/sub?email=^guest@") == [made]
        assert await owner.expect(200, "GET", "/account/sub?email=^nobody@") == []
        bearer = await owner.token_of(SUB["email"], SUB["password"])
        assert (await owner.expect(200, "GET", "/account", bearer=bearer))["accountId"] == made["accountId"]
        await owner.expect(403, "GET", "/company", bearer=bearer)
        await owner.expect(204, "POST", f"/account/sub/{made['accountId']}", {"name": "Visitor", "rights": 127})
        shown = await owner.expect(200, "GET", f"/account/sub/{made['accountId']}")
        assert (shown["name"], shown["rights"]) == ("Visitor", 127)
        await owner.expect(409, "POST", f"/account/sub/{made['accountId']}", {"email": "mara@home.example"})
        await owner.expect(204, "DELETE", f"/account/sub/{made['accountId']}")
        await owner.expect(404, "GET", f"/account/sub/{made['accountId']}")
        await owner.expect(401, "GET", "/account", bearer=bearer)

    run(story)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no-address"), ("email", "mara@home.example"), ("rights", 32), ("password", "short"), ("name", "")],
)
def test_a_sub_account_needs_good_values(field: str, value: object) -> None:
    async def story(owner: Owner) -> None:
        await owner.refused(field, str(value), "PUT", "/account/sub", {**SUB, field: value})
        assert await owner.expect(200, "GET", "/account/sub") == []

    run(story)


@pytest.mark.parametrize("pattern", ["(", "(a+)+$", "x" * 101])
def test_a_pattern_that_cannot_be_used_is_named(pattern: str) -> None:
    async def story(owner: Owner) -> None:
        answer = await owner.call("GET", "/account/sub", params={"email": pattern})
        assert answer.status_code == 400 and "parameter 'email'" in answer.text

    run(story)


def test_users_come_change_and_go_and_each_is_told() -> None:
    async def story(owner: Owner) -> None:
        bearer = await owner.token_of(
            owner.facts["account"]["email"],
            owner.facts["account"]["password"],
            "account webhook.central webhook.decentral",
        )
        await owner.call(
            "PUT",
            "/api/decentralWebhook",
            bearer=bearer,
            json={"webhookUrl": "https://app.example/decentral", "webhookFeatures": ["ACCOUNT_USER"]},
        )
        made = await owner.expect(200, "PUT", "/account/user", {**USER, "language": "de", "type": 1})
        path = f"/account/user/{made['accountUserId']}"
        assert await owner.expect(200, "GET", path) == made
        assert await owner.expect(200, "GET", "/company") == [{"name": "Lee", "email": "lee@example.org"}]
        changed = await owner.expect(200, "POST", path, {"name": "Lee Ann"})
        assert (changed["name"], changed["email"], changed["language"]) == ("Lee Ann", "lee@example.org", "de")
        await owner.expect(204, "DELETE", path)
        assert (await owner.expect(200, "GET", path))["operationId"]
        await owner.expect(423, "DELETE", path)
        await owner.clock.advance(5)
        await owner.expect(404, "GET", path)
        told = [mail.json for mail in owner.mail]
        assert [one["feature"] for one in told] == ["ACCOUNT_USER"] * 3
        assert [one["deleted"] for one in told] == [False, False, True]
        assert [one["accountUser"]["name"] for one in told] == ["Lee", "Lee Ann", "Lee Ann"]

    run(story)


def test_a_user_that_goes_loses_the_keys() -> None:
    async def story(owner: Owner) -> None:
        made = await owner.expect(200, "PUT", "/account/user", USER)
        await owner.expect(
            204,
            "PUT",
            f"/smartlock/{FRONT}/auth",
            {"name": "Lee", "type": 0, "remoteAllowed": True, "accountUserId": made["accountUserId"]},
        )
        await owner.clock.advance(30)
        path = f"/smartlock/auth?accountUserId={made['accountUserId']}"
        assert len(await owner.expect(200, "GET", path)) == 1
        await owner.expect(204, "DELETE", f"/account/user/{made['accountUserId']}")
        await owner.clock.advance(30)
        assert await owner.expect(200, "GET", path) == []

    run(story)


def test_users_are_listed_in_pages_and_by_address() -> None:
    async def story(owner: Owner) -> None:
        for number in range(3):
            await owner.expect(200, "PUT", "/account/user", {"email": f"u{number}@x.example", "name": "U"})
        emails = [one["email"] for one in await owner.expect(200, "GET", "/account/user?offset=2&limit=1")]
        assert emails == ["u1@x.example"]
        assert len(await owner.expect(200, "GET", "/account/user?limit=99999")) == 4
        assert len(await owner.expect(200, "GET", "/account/user?email=U2@x.example")) == 1
        await owner.refused("offset", "-1", "GET", "/account/user?offset=-1")
        await owner.refused(
            "email", "u1@x.example", "PUT", "/account/user", {"email": "u1@x.example", "name": "U"}
        )
        await owner.refused("language", "xx", "PUT", "/account/user", {**USER, "language": "xx"})
        first = (await owner.expect(200, "GET", "/account/user"))[0]["accountUserId"]
        await owner.expect(409, "POST", f"/account/user/{first}", {"email": "u1@x.example"})
        await owner.expect(404, "DELETE", "/account/user/1")
        bearer = await owner.neighbour()
        await owner.expect(404, "GET", f"/account/user/{first}", bearer=bearer)

    run(story)


@pytest.mark.parametrize("where", ["query", "body"])
def test_removing_an_integration_ends_its_grant(where: str) -> None:
    async def story(owner: Owner) -> None:
        bearer = await owner.token_of(owner.facts["account"]["email"], owner.facts["account"]["password"])
        found = await owner.expect(200, "GET", "/account/integration")
        assert {one["vendorKey"] for one in found} == {"WEB_API", "API_TOKEN"}
        assert found[0]["clientId"] == owner.app["client_id"] and found[0]["advancedState"] == "ACTIVE"
        key = owner.app["api_key_id"]
        given = {"params": {"apiKeyId": key}} if where == "query" else {"json": {"apiKeyId": key}}
        assert (await owner.call("DELETE", "/account/integration", bearer=bearer, **given)).status_code == 204
        await owner.expect(401, "GET", "/account", bearer=bearer)
        await owner.expect(401, "GET", "/account")

    run(story)


def test_one_token_can_be_taken_out() -> None:
    async def story(owner: Owner) -> None:
        bearer = await owner.token_of(owner.facts["account"]["email"], owner.facts["account"]["password"])
        (token,) = [one for one in await owner.expect(200, "GET", "/account/integration") if "tokenId" in one]
        path = f"/account/integration?apiKeyId={owner.app['api_key_id']}&tokenId={token['tokenId']}"
        await owner.expect(204, "DELETE", path, bearer=bearer)
        await owner.expect(401, "GET", "/account")
        await owner.expect(200, "GET", "/account", bearer=bearer)
        assert (await owner.call("DELETE", "/account/integration", bearer=bearer)).status_code == 400

    run(story)
