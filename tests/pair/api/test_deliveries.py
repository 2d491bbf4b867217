"""What became of an event at each endpoint is told, and a try can be asked for; activity by /v1."""

from __future__ import annotations

from pathlib import Path

from tests.pair.api.program import Program
from tests.pair.api.receiver import Receiver
from tests.pair.api.test_events import HOOK, acted
from tests.pair.api.test_story import connected
from tests.pair.joined import Street, play


def test_tries_answers_and_the_next_try_are_told_and_one_can_be_had_now(tmp_path: Path) -> None:
    receiver = Receiver()
    receiver.status = 503

    async def story(street: Street) -> None:
        program = await Program.of(street)
        made = await program.post("/endpoints", {"url": HOOK, "kinds": ["grant.connected"]})
        await connected(street, program)
        await street.clock.advance(6)
        path = f"/endpoints/{made['endpoint']['id']}/deliveries"
        listed = (await program.get(path))["items"]
        assert [(each["type"], each["state"], each["outcome"]) for each in listed] == [
            ("grant.connected", "waiting", "HTTP 503")
        ]
        assert listed[0]["tries"] == len(receiver.attempts) and listed[0]["next_try_at"]
        receiver.status = 204
        await program.post(f"{path}/{listed[0]['event_id']}/retry", status=202)
        await street.clock.advance(6)
        done = (await program.get(path))["items"][0]
        assert (done["state"], done["outcome"], done["next_try_at"]) == ("delivered", "HTTP 204", None)
        await program.post(f"{path}/evt_none/retry", status=404)

    play(tmp_path, story, deliver=receiver)


def test_the_activity_of_a_door_is_listed(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        _, grant = await connected(street, program)
        await acted(street, program, grant)
        path = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/activity"
        found = (await program.get(path))["items"]
        assert found and found[0]["smartlock_id"] == street.lock["smartlock_id"]
        assert (await program.get(f"{path}?before={found[-1]['at']}"))["items"] == []
        refused = await program.get(f"{path}?before=yesterday", status=400)
        assert "'yesterday'" in refused["detail"]

    play(tmp_path, story, activity=True)
