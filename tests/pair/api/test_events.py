"""Events out: written with what caused them, signed, tried for days, replayed, followed live; no secrets."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from tests.pair.api.program import Program
from tests.pair.api.receiver import Receiver, fits
from tests.pair.api.test_story import connected
from tests.pair.joined import OURS, UNHURRIED, Street, play

from keyturn.integration.partners.key import KeyScope

HOOK = "https://hooks.example.com/keyturn"


async def acted(street: Street, program: Program, grant: dict[str, Any], kind: str = "unlock") -> dict[str, Any]:
    address = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/actions"
    asked: dict[str, Any] = await program.post(address, {"kind": kind})
    await street.wait(30)
    return asked


def test_told_once_signed_in_order(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    receiver = Receiver()
    caplog.set_level(logging.DEBUG)

    async def story(street: Street) -> None:
        program = await Program.of(street)
        made = await program.post("/endpoints", {"url": HOOK})
        customer, grant = await connected(street, program)
        action = await acted(street, program, grant)
        await program.post(f"/grants/{grant['id']}/disconnect", status=200)
        await street.clock.advance(60)
        assert receiver.told == ["grant.connected", "action.settled", "grant.disconnected"]
        assert receiver.data[1]["action_id"] == action["id"]
        assert (receiver.data[1]["state"], receiver.data[1]["customer_id"]) == ("confirmed", customer["id"])
        assert all(url == HOOK and fits(made["secret"], head, body) for url, head, body in receiver.attempts)
        listed = (await program.get("/events"))["items"]
        assert [each["id"] for each in listed] == [head["webhook-id"] for _, head, _ in receiver.attempts]
        assert (await program.get("/endpoints"))["items"] == [made["endpoint"]]
        sent = "".join(body.decode() for _, _, body in receiver.attempts)
        assert [secret for secret in street.overheard.secrets if secret in sent + caplog.text] == []
        assert made["secret"] not in caplog.text
        assert sum(made["secret"] in seen for seen in program.seen) == 1
        stored = b"".join(file.read_bytes() for file in tmp_path.rglob("keyturn.db*"))  # noqa: ASYNC240
        assert made["secret"].encode() not in stored and made["endpoint"]["id"].encode() in stored
        await program.close()

    play(tmp_path, story, deliver=receiver)


def test_a_lost_grant_is_told(tmp_path: Path) -> None:
    receiver = Receiver()

    async def story(street: Street) -> None:
        program = await Program.of(street)
        _, grant = await connected(street, program)
        await program.post("/endpoints", {"url": HOOK, "kinds": ["grant.lost"]})
        integration = street.integration
        found = await integration.store.grants.grant(grant["id"])
        assert found is not None
        now, rows = street.clock.now(), integration.store.grants
        assert await rows.take_lease(found.grant_id, found.generation, "a keeper", now, now)
        assert await rows.lose(found.grant_id, found.generation, now)
        assert not await integration.store.grants.lose(found.grant_id, found.generation, street.clock.now())
        await integration.sender.sweep()
        assert receiver.told == ["grant.lost"]
        assert receiver.data[0]["grant_id"] == grant["id"]
        await program.close()

    play(tmp_path, story, deliver=receiver)


def test_a_receiver_that_is_away_is_tried_for_days_and_gets_a_replay(tmp_path: Path) -> None:
    receiver = Receiver()

    async def story(street: Street) -> None:
        program = await Program.of(street)
        await program.post("/endpoints", {"url": HOOK, "kinds": ["grant.connected"]})
        receiver.status = None
        await connected(street, program)
        for hours in (0, 1, 2, 6, 12, 18, 24, 24, 24, 30, 30):
            await street.clock.advance(hours * 3600)
            await street.integration.sender.sweep()
        assert 8 <= len(receiver.attempts) <= 10
        assert len({(head["webhook-id"], body) for _, head, body in receiver.attempts}) == 1
        before = len(receiver.attempts)
        receiver.status = 500
        await street.clock.advance(40 * 3600)
        await street.integration.sender.sweep()
        receiver.status = 204
        event = (await program.get("/events"))["items"][0]
        assert await program.post(f"/events/{event['id']}/replay", status=202) == {"endpoints": 1}
        await street.integration.sender.sweep()
        await street.integration.sender.sweep()
        assert receiver.attempts[-1][1]["webhook-id"] == event["id"]
        assert len(receiver.attempts) <= before + 2
        assert (await program.post("/events/evt_0/replay", status=404))["code"] == "unknown-resource"
        await program.close()

    play(tmp_path, story, deliver=receiver, **UNHURRIED)


def test_two_senders_send_once_and_a_dead_ones_lease_lapses(tmp_path: Path) -> None:
    receiver = Receiver()

    async def story(street: Street) -> None:
        program = await Program.of(street)
        await program.post("/endpoints", {"url": HOOK})
        await street.person.connect()
        sender = street.integration.sender
        await asyncio.gather(sender.sweep(), sender.sweep(), sender.sweep())
        assert receiver.told == ["grant.connected"]
        await program.post(f"/events/{receiver.attempts[0][1]['webhook-id']}/replay", status=202)
        now = street.clock.now()
        claimed = await street.integration.store.outbox.claim(now, now.replace(minute=now.minute + 1), 5)
        assert len(claimed) == 1, "claimed by one who dies now"
        assert await sender.sweep() == 0
        await street.clock.advance(60)
        await sender.sweep()
        assert receiver.told == ["grant.connected"] * 2
        await program.close()

    play(tmp_path, story, deliver=receiver)


def test_secrets_change_without_a_gap(tmp_path: Path) -> None:
    receiver = Receiver()

    async def story(street: Street) -> None:
        program = await Program.of(street)
        made = await program.post("/endpoints", {"url": HOOK})
        address = f"/endpoints/{made['endpoint']['id']}"
        fresh = (await program.post(f"{address}/secrets"))["secret"]
        _, grant = await connected(street, program)
        await street.integration.sender.sweep()
        assert [fits(secret, *receiver.attempts[-1][1:]) for secret in (made["secret"], fresh)] == [True, True]
        await street.clock.advance(25 * 3600)
        await program.post(f"/grants/{grant['id']}/disconnect", status=200)
        await street.integration.sender.sweep()
        assert [fits(secret, *receiver.attempts[-1][1:]) for secret in (made["secret"], fresh)] == [False, True]
        await program.call("DELETE", address, status=204)
        assert (await program.get(address, 404))["code"] == "unknown-resource"
        await program.call("DELETE", address, status=404)
        await program.close()

    play(tmp_path, story, deliver=receiver, **UNHURRIED)


def test_a_receiver_that_wants_no_more(tmp_path: Path) -> None:
    receiver = Receiver()

    async def story(street: Street) -> None:
        program = await Program.of(street)
        made = await program.post("/endpoints", {"url": HOOK})
        receiver.status = 410
        _, grant = await connected(street, program)
        await street.clock.advance(60)
        await acted(street, program, grant)
        assert receiver.told == ["grant.connected"]
        assert (await program.get(f"/endpoints/{made['endpoint']['id']}"))["state"] == "gone"
        await program.close()

    play(tmp_path, story, deliver=receiver)


def test_addresses_and_scopes(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        for url in (
            "http://hooks.example.com/",
            "https://169.254.169.254/",
            "https://[::1]/",
            "https://localhost/",
        ):
            assert (await program.post("/endpoints", {"url": url}, status=422))["code"] == "address-refused"
        assert (await program.post("/endpoints", {"url": HOOK, "kinds": ["door.melted"]}, status=400))["remedy"]
        reader = await Program.of(street, KeyScope.READ)
        assert (await reader.post("/endpoints", {"url": HOOK}, status=403))["code"] == "key-scope-missing"
        await program.close()
        await reader.close()

    play(tmp_path, story)


def test_followed_live(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        key, text = await street.integration.keys.new("live", (KeyScope.READ,), None)
        program = await Program.of(street)
        _, grant = await connected(street, program)
        first = (await program.get("/events?limit=1"))["next"] or (await program.get("/events"))["items"][0][
            "cursor"
        ]
        told: list[str] = []

        async def send(message: Any) -> None:
            told.append(message.get("body", b"").decode())

        async def receive() -> Any:
            await asyncio.sleep(3600)

        headers = [
            (b"authorization", f"Bearer {text.reveal()}".encode()),
            (b"host", OURS.removeprefix("https://").encode()),
            (b"last-event-id", first.encode()),
        ]
        scope = {
            **{"type": "http", "method": "GET", "path": "/v1/events/stream", "raw_path": b"", "query_string": b""},
            **{"headers": headers, "scheme": "https", "server": ("keyturn.test", 443), "http_version": "1.1"},
        }
        listening = asyncio.create_task(street.integration.app(scope, _once(receive), send))
        await asyncio.sleep(0.1)
        await acted(street, program, grant)
        await asyncio.sleep(0.3)
        lines = "".join(told).splitlines()
        events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        assert [event["type"] for event in events] == ["action.settled"]
        assert f"id: {events[0]['cursor']}" in lines
        await street.integration.keys.revoke(key.key_id)
        await asyncio.wait_for(listening, 5)
        await program.close()

    play(tmp_path, story)


def _once(later: Any) -> Any:
    """An empty request body, then silence."""
    begun: list[int] = []

    async def receive() -> Any:
        if not begun:
            begun.append(1)
            return {"type": "http.request", "body": b"", "more_body": False}
        return await later()

    return receive
