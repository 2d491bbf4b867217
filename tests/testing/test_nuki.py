"""What a test holds in its hands: the sandbox, plain, awaited, and behind a socket."""

from __future__ import annotations

import asyncio
import json
import urllib.request

import pytest

from keyturn.testing import AsyncNuki, Mail, Nuki, NukiServer

SCOPES = "smartlock smartlock.action webhook.central"


def test_an_unlock_is_asked_then_confirmed(nuki: Nuki) -> None:
    token, door = nuki.grant(SCOPES), nuki.door("Front door")
    asked = nuki.post(f"/smartlock/{door.id}/action/unlock/advanced", token).json["requestId"]
    assert (door.state, nuki.confirmation(asked)) == ("locked", None)
    nuki.advance(10)
    told = nuki.confirmation(asked)
    assert door.state == "unlocked"
    assert told is not None and told["success"]
    assert {"DEVICE_STATUS", "DEVICE_LOGS"} <= {mail.kind for mail in nuki.webhooks}


@pytest.mark.nuki_fault("motor_blocked", door="Front door", times=1)
def test_a_marker_arms_a_fault(nuki: Nuki) -> None:
    token, door = nuki.grant(SCOPES), nuki.door("Front door")
    asked = nuki.post(f"/smartlock/{door.id}/action/unlock/advanced", token).json["requestId"]
    nuki.advance(10)
    told = nuki.confirmation(asked)
    assert door.state == "motor_blocked"
    assert told is not None and not told["success"]


@pytest.mark.nuki_settings(access_token_seconds=60)
def test_a_marker_changes_how_nuki_behaves(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    nuki.advance(61)
    assert nuki.get("/smartlock", grant).status == 401
    nuki.set(access_token_seconds=120)
    grant = nuki.grant("smartlock")
    nuki.advance(61)
    assert nuki.get("/smartlock", grant).ok
    with pytest.raises(ValueError, match="stricct"):
        nuki.set(stricct=True)


def test_the_same_can_be_awaited(async_nuki: AsyncNuki) -> None:
    async def story() -> None:
        door = async_nuki.door()
        token = async_nuki.grant(SCOPES)
        assert (await async_nuki.request("POST", f"/smartlock/{door.id}/action/unlock", token)).status == 204
        await async_nuki.advance(10)
        assert door.state == "unlocked"
        await async_nuki.person(door, "open_door")
        await async_nuki.advance(1)
        assert door.door_state == "opened"

    asyncio.run(story())


def test_a_plain_sandbox_says_which_fixture_an_async_test_needs(nuki: Nuki) -> None:
    async def story() -> None:
        with pytest.raises(RuntimeError):
            nuki.advance(1)

    asyncio.run(story())


def test_tokens_given_without_pages_rotate_and_end_as_all_do(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    nuki.advance(3601)
    assert nuki.get("/smartlock", grant).status == 401
    with pytest.raises(ValueError, match="no scope 'smartlok'"):
        nuki.grant("smartlok")
    with pytest.raises(ValueError, match=r"no account 'x@y\.example'.*mara@"):
        nuki.grant("smartlock", email="x@y.example")


def test_a_door_that_is_not_there_is_named_with_those_that_are(nuki: Nuki) -> None:
    with pytest.raises(LookupError, match=r"'Attic'.*'Front door'"):
        nuki.door("Attic")
    with pytest.raises(ValueError, match="ring bell"):
        nuki.person(nuki.door("Front door"), "ring_bell")


def test_the_integration_under_test_may_take_the_webhooks(async_nuki: AsyncNuki) -> None:
    seen: list[str] = []

    async def receive(mail: Mail) -> int:
        seen.append(mail.kind)
        return 500

    async def story() -> None:
        async_nuki.webhooks.receiver = receive
        door = async_nuki.door()
        await async_nuki.request("POST", f"/smartlock/{door.id}/action/lock", async_nuki.grant(SCOPES))
        await async_nuki.person(door, "open_door")
        await async_nuki.advance(10)

    asyncio.run(story())
    assert seen == [mail.kind for mail in async_nuki.webhooks]
    assert [entry["status"] for entry in async_nuki.journal if entry["kind"] == "webhook"] == [500] * len(seen)


def test_no_token_is_shown_when_a_test_fails(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    answer = nuki.post("/oauth/token")
    assert grant.access_token not in repr(grant)
    assert grant.refresh_token and grant.refresh_token not in repr(grant)
    assert "invalid" not in repr(answer)
    assert nuki.client_secret.reveal() not in repr(nuki.client_secret)


def test_a_program_of_any_language_reaches_it_over_a_socket(nuki_server: NukiServer) -> None:
    door, token = nuki_server.door(), nuki_server.grant(SCOPES).access_token
    asked = urllib.request.Request(
        f"{nuki_server.url}/smartlock/{door.id}/action/unlock/advanced",
        method="POST",
        headers={"authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(asked) as answer:
        request_id = json.load(answer)["requestId"]
    nuki_server.advance(10)
    told = nuki_server.confirmation(request_id)
    assert told is not None and told["success"]
    assert door.state == "unlocked"


def test_webhooks_can_be_handed_on_to_a_local_port(nuki_server: NukiServer) -> None:
    with NukiReceiver() as url:
        nuki_server.forward_to = url
        nuki_server.grant(SCOPES)
        nuki_server.person(nuki_server.door(), "open_door")
        nuki_server.advance(1)
    assert NukiReceiver.paths == ["/webhooks"] * len(nuki_server.webhooks) != []


class NukiReceiver:
    """An integration of the simplest kind."""

    paths: list[str] = []  # noqa: RUF012

    def __enter__(self) -> str:
        import threading
        from http.server import BaseHTTPRequestHandler, HTTPServer

        NukiReceiver.paths = []

        class Take(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                NukiReceiver.paths.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Take)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
