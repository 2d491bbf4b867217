"""API keys, tokens made by hand, the Advanced API and the log of webhooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.sandbox.resources.server.owner import Owner, run
from tests.sandbox.stage import FRONT

APPLY = {
    "name": "Quay Doors",
    "country": "Austria",
    "description": "Doors for quays.",
    "type": "SMART_HOME",
    "url": "https://quay.example",
    "email": "doors@quay.example",
    "webhookUrl": "https://quay.example/nuki",
    "webhookFeatures": ["DEVICE_STATUS"],
    "restricted": False,
}


async def a_key(owner: Owner) -> dict[str, Any]:
    asked = {"description": "Quay", "redirectUris": ["https://quay.example/callback"]}
    made: dict[str, Any] = await owner.expect(200, "PUT", "/api/key", asked)
    return made


def test_a_key_is_made_changed_and_removed() -> None:
    async def story(owner: Owner) -> None:
        made = await a_key(owner)
        path = f"/api/key/{made['apiKeyId']}"
        await owner.expect(204, "POST", path, {"description": "Quay 2"})
        listed = await owner.expect(200, "GET", "/api/key")
        assert [one["description"] for one in listed] == ["Harbour Stays", "Quay 2"]
        for uri in ("http://quay.example", "https://*.quay.example", "x"):
            await owner.refused("redirectUris", uri, "POST", path, {"redirectUris": [uri]})
        bearer = await owner.neighbour()
        await owner.expect(404, "POST", path, {}, bearer=bearer)
        await owner.expect(204, "DELETE", path)
        await owner.expect(404, "DELETE", path)

    run(story)


def test_a_token_made_by_hand_is_told_once_and_opens_what_its_scopes_say() -> None:
    async def story(owner: Owner) -> None:
        path = f"/api/key/{(await a_key(owner))['apiKeyId']}/token"
        made = await owner.expect(200, "PUT", path, {"description": "Reader", "scopes": ["smartlock.readOnly"]})
        value = made.pop("accessToken")
        assert await owner.expect(200, "GET", path) == [made]
        await owner.expect(200, "GET", "/smartlock", bearer=value)
        await owner.expect(401, "GET", "/account", bearer=value)
        await owner.expect(204, "POST", f"{path}/{made['id']}", {"scopes": ["account"]})
        await owner.expect(401, "GET", "/smartlock", bearer=value)
        await owner.expect(200, "GET", "/account", bearer=value)
        await owner.refused("scopes", "webhook.decentral", "PUT", path, {"scopes": ["webhook.decentral"]})
        await owner.refused("scopes", "[]", "PUT", path, {})
        await owner.expect(204, "DELETE", f"{path}/{made['id']}")
        await owner.expect(401, "GET", "/account", bearer=value)
        await owner.expect(404, "DELETE", f"{path}/{made['id']}")
        assert value not in str(list(owner.sandbox.journal))

    run(story)


def test_the_secret_shows_once_nuki_said_yes() -> None:
    async def story(owner: Owner) -> None:
        path = f"/api/key/{(await a_key(owner))['apiKeyId']}/advanced"
        await owner.expect(404, "GET", path)
        await owner.expect(400, "POST", path, {"webhookUrl": "https://quay.example/w", "webhookFeatures": []})
        await owner.refused("type", "ZOO", "PUT", path, {**APPLY, "type": "ZOO"})
        await owner.refused(
            "webhookUrl", "http://x.example", "PUT", path, {**APPLY, "webhookUrl": "http://x.example"}
        )
        await owner.expect(204, "PUT", path, APPLY)
        await owner.expect(400, "PUT", path, APPLY)
        applied = await owner.expect(200, "GET", path)
        assert (applied["status"], applied["secret"], applied["webhookStatus"]) == ("APPLIED", "", "ACTIVE")
        client_id = (await owner.expect(200, "GET", "/api/key"))[-1]["apiKey"]
        move = {"client_id": client_id, "move": "approve"}
        assert (await owner.http.post("/_sandbox/program", json=move)).status_code == 200
        testing = await owner.expect(200, "GET", path)
        assert testing["status"] == "TESTING" and len(testing["secret"]) == 43
        await owner.expect(
            204, "POST", path, {"webhookUrl": "https://quay.example/new", "webhookFeatures": ["DEVICE_LOGS"]}
        )
        shown = await owner.expect(200, "GET", path)
        assert (shown["webhookUrl"], shown["webhookFeatures"]) == ("https://quay.example/new", ["DEVICE_LOGS"])
        bearer = await owner.neighbour()
        await owner.expect(403, "GET", path, bearer=bearer)
        await owner.expect(204, "DELETE", path)
        given_up = await owner.expect(200, "GET", path)
        assert (given_up["status"], given_up["secret"]) == ("INACTIVE", "")
        await owner.expect(204, "PUT", path, {**APPLY, "type": "ONLY_SECRET", "webhookUrl": ""})
        assert (await owner.expect(200, "GET", path))["webhookFeatures"] == []
        assert testing["secret"] not in str(list(owner.sandbox.journal))

    run(story)


def test_switched_off_webhooks_are_switched_on_again() -> None:
    async def story(owner: Owner) -> None:
        path = f"/api/key/{owner.app['api_key_id']}/advanced"
        application = owner.sandbox._world.applications[owner.app["client_id"]]
        assert application.advanced is not None
        application.advanced = replace(application.advanced, webhook_status="DEACTIVATED")
        await owner.connect("smartlock smartlock.action webhook.central")
        act = ("POST", f"/smartlock/{FRONT}/action/unlock")
        await owner.call(*act)
        await owner.clock.advance(60)
        assert owner.mail == []
        token = str(owner.facts["api_token"])
        assert (await owner.expect(200, "GET", path, bearer=token))["webhookStatus"] == "DEACTIVATED"
        await owner.expect(204, "POST", f"{path}/reactivate", bearer=token)
        await owner.call(*act)
        await owner.clock.advance(60)
        assert owner.mail

    run(story)


def test_the_log_tells_the_newest_first_and_keeps_300() -> None:
    async def story(owner: Owner) -> None:
        await owner.connect("smartlock smartlock.action webhook.central")
        for _ in range(2):
            await owner.call("POST", f"/smartlock/{FRONT}/action/advanced", json={"action": 3})
            await owner.clock.advance(60)
        owner.access = str(owner.facts["api_token"])
        path = f"/api/key/{owner.app['api_key_id']}/webhook/logs"
        found = await owner.expect(200, "GET", path)
        assert len(found) == len(owner.mail)
        newest = found[0]["response"]
        assert newest["body"] == owner.mail[-1].json and newest["path"] == "/central"
        assert newest["headers"]["X-Nuki-Signature-SHA256"] == owner.mail[-1].headers["X-Nuki-Signature-SHA256"]
        assert (found[0]["succeeded"], found[0]["responseStatus"]) == (True, 204)
        assert [one["id"] for one in found] == sorted((one["id"] for one in found), reverse=True)
        older = await owner.expect(200, "GET", f"{path}?limit=2&id={found[1]['id']}")
        assert older == found[2:4]
        assert any(one.get("requestId") for one in found)
        for _ in range(60):
            await owner.call("POST", f"/smartlock/{FRONT}/action/unlock", bearer=str(owner.facts["api_token"]))
            await owner.clock.advance(30)
            await owner.call("POST", f"/smartlock/{FRONT}/action/lock", bearer=str(owner.facts["api_token"]))
            await owner.clock.advance(30)
        assert len(owner.mail) > 300
        assert len(await owner.expect(200, "GET", f"{path}?limit=100")) == 100
        for limit in (0, 101, -5):
            assert len(await owner.expect(200, "GET", f"{path}?limit={limit}")) == 50
        total, before = 0, ""
        while page := await owner.expect(200, "GET", f"{path}?limit=100{before}"):
            total, before = total + len(page), f"&id={page[-1]['id']}"
        assert total == 300

    run(story)


def test_all_of_it_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"

    async def first(owner: Owner) -> None:
        key = await a_key(owner)
        await owner.expect(204, "PUT", f"/api/key/{key['apiKeyId']}/advanced", APPLY)
        token = await owner.expect(200, "PUT", f"/api/key/{key['apiKeyId']}/token", {"scopes": ["account"]})
        kept["token"], kept["key"] = token["accessToken"], key
        kept["user"] = await owner.expect(200, "PUT", "/account/user", {"email": "a@b.example", "name": "A"})
        kept["sub"] = await owner.expect(
            200,
            "PUT",
            "/account/sub",
            {"email": "s@b.example", "password": "long-enough", "name": "S", "rights": 1, "language": "en"},
        )
        await owner.expect(
            204, "POST", "/account", {"password": "a-better-one", "name": "M"}, bearer=kept["token"]
        )
        await owner.expect(401, "GET", "/account")
        await owner.expect(401, "GET", "/account", bearer=kept["token"])
        kept["bearer"] = await owner.token_of("mara@home.example", "a-better-one")
        gone = await owner.token_of("jonas@next-door.example", "the-neighbours-key")
        await owner.expect(204, "DELETE", "/account", bearer=gone)
        await owner.sandbox.close()
        assert "a-better-one" not in path.read_text() and "long-enough" not in path.read_text()

    async def second(owner: Owner) -> None:
        await owner.expect(401, "GET", "/account")
        owner.access = kept["bearer"]
        assert (await owner.expect(200, "GET", "/account"))["name"] == "M"
        assert (await owner.expect(200, "GET", "/account/user"))[-1] == kept["user"]
        assert (await owner.expect(200, "GET", "/account/sub"))[0] == kept["sub"]
        keys = await owner.expect(200, "GET", "/api/key")
        assert keys[-1] == kept["key"]
        shown = await owner.expect(200, "GET", f"/api/key/{kept['key']['apiKeyId']}/advanced")
        assert shown["status"] == "APPLIED"
        await owner.token_of("s@b.example", "long-enough")
        with pytest.raises(AssertionError):
            await owner.token_of("jonas@next-door.example", "the-neighbours-key")

    kept: dict[str, Any] = {}
    run(first, state=path)
    run(second, state=path)
