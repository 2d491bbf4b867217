"""What outlives the process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.sandbox.stage import CALLBACK, CENTRAL, ENTRANCE, FRONT, Stage

from keyturn.clock import SystemClock
from keyturn.sandbox import Sandbox, Seed
from keyturn.sandbox.errors import StateError


def test_a_restarted_sandbox_honours_what_it_gave_out(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "sandbox.json"

    async def story() -> None:
        first = Stage(state=path)
        await first.connect()
        hook = await first.register("DEVICE_STATUS")
        old_refresh = first.refresh
        first.refresh = (await first.renew()).json()["refresh_token"]
        code = (await first.consent())["code"]
        await first.call("POST", f"/smartlock/{FRONT}/action/advanced", json={"action": 4})
        await first.clock.advance(10)
        await first.sandbox.close()
        assert path.stat().st_mode & 0o777 == 0o600
        text = path.read_text()
        for secret in (first.access, first.refresh, old_refresh, code, first.app["client_secret"]):
            assert secret not in text

        second = Stage(state=path)
        await second.clock.advance(10)
        second.access, second.refresh = first.access, first.refresh
        assert (await second.state())["state"] == 6
        assert (await second.call("GET", f"/smartlock/{FRONT}/log")).json()[0]["action"] == 4
        assert [one["id"] for one in (await second.call("GET", "/api/decentralWebhook")).json()] == [hook["id"]]
        assert (await second.exchange(code)).status_code == 200
        assert (await second.renew()).status_code == 200
        await second.clock.advance(30)
        assert (await second.state())["state"] == 1, "lock 'n' go still locks"
        assert "DEVICE_STATUS" in second.kinds()
        assert (await second.renew(old_refresh)).json()["error"] == "invalid_grant"
        assert (await second.call("GET", "/smartlock")).status_code == 401, "reuse is recognised after a restart"
        spent = [entry for entry in second.sandbox.journal if entry.details.get("event") == "reused"]
        assert [entry.subject for entry in spent] == ["refresh-token-1"]

    asyncio.run(story())


def test_mails_outlive_the_process_and_a_reset_ends_them(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"

    async def story() -> None:
        first = Stage(state=path)
        await first.connect()
        asked = await first.call("POST", "/account/email/change", json={"email": "new@home.example"})
        assert asked.status_code == 204, asked.text
        sent = (await first.http.get("/_sandbox/mail")).json()
        await first.sandbox.close()

        second = Stage(state=path)
        assert (await second.http.get("/_sandbox/mail")).json() == sent != []
        followed = await second.http.post(f"/_sandbox/mail/{sent[0]['secret']}", json={})
        assert followed.status_code == 200, followed.text
        await second.http.post("/_sandbox/reset", json={})
        assert (await second.http.get("/_sandbox/mail")).json() == []

    asyncio.run(story())


def test_it_is_written_shortly_after_a_change(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"

    async def story() -> None:
        stage = Stage(state=path)
        await stage.connect()
        assert not path.exists()
        await asyncio.sleep(0.4)
        assert path.exists()

    asyncio.run(story())
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_that_was_moving_has_come_to_rest(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"

    async def story() -> None:
        first = Stage(state=path)
        await first.connect()
        first.sandbox.arm("device_offline", times=None, smartlock_id=ENTRANCE)
        await first.call("POST", f"/smartlock/{FRONT}/action/unlock")
        await first.clock.advance(2)
        assert (await first.state())["state"] == 2
        await first.sandbox.close()
        second = Stage(state=path)
        second.access = first.access
        listed = (await second.call("GET", "/smartlock")).json()
        assert listed[0]["state"]["state"] == 3
        assert listed[2]["serverState"] == 0, "faults do not outlive the process"

    asyncio.run(story())


def test_a_reset_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"

    async def story() -> None:
        first = Stage(state=path)
        await first.connect()
        first.sandbox.reset()
        await first.sandbox.close()
        second = Stage(state=path)
        assert (await second.call("GET", "/smartlock", bearer=first.access)).status_code == 401

    asyncio.run(story())


def test_what_the_seed_no_longer_has_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    small = tmp_path / "small.toml"
    small.write_text(
        '[[account]]\naccount_id=1\nemail="a@b.example"\npassword="x"\nname="A"\n'
        '[[account.smartlock]]\ntype=4\nnuki_id="00000001"\nname="Door"\n'
    )

    async def story() -> None:
        first = Stage(state=path)
        await first.connect()
        await first.register("DEVICE_STATUS")
        await first.sandbox.close()
        second = Stage(Seed.from_toml(small).with_application((CALLBACK,), CENTRAL), state=path)
        assert (await second.call("GET", "/smartlock", bearer=first.access)).status_code == 401
        assert (await second.renew(first.refresh)).json()["error"] == "invalid_grant"

    asyncio.run(story())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 99}', "\x00"])
def test_a_foreign_file_is_named_with_a_remedy(tmp_path: Path, content: str) -> None:
    path = tmp_path / "sandbox.json"
    path.write_text(content)
    with pytest.raises(StateError, match=rf"{path}.*Move it away"):
        Stage(state=path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="cannot be read"):
        Stage(state=tmp_path)


def test_on_the_machines_clock_devices_go_on_when_the_server_starts(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"

    async def nowhere(url: str, headers: object, body: bytes) -> int:
        return 204

    async def keep() -> None:
        stage = Stage(state=path)
        await stage.connect()
        await stage.call("POST", f"/smartlock/{FRONT}/action", json={"action": 4})
        await stage.clock.advance(10)
        await stage.sandbox.close()

    async def story(sandbox: Sandbox) -> None:
        events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive() -> dict[str, str]:
            await asyncio.sleep(0.05)
            return next(events)

        async def send(message: object) -> None:
            pass

        await sandbox.app({"type": "lifespan"}, receive, send)

    asyncio.run(keep())
    sandbox = Sandbox(Seed.home(), clock=SystemClock(), deliver=nowhere, state=path)  # no loop runs yet
    asyncio.run(story(sandbox))
    assert sandbox._world.devices[FRONT].state.state in (4, 6)
