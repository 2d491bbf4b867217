"""Every command that talks to a sandbox, against one that runs, for a person and for a program."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keyturn.cli.complaint import Complaint
from keyturn.cli.sandbox.app import app
from keyturn.cli.sandbox.clock import seconds
from keyturn.testing import NukiServer

Say = Callable[..., str]
Tell = Callable[..., Any]
BARN = '[[account]]\naccount_id = 1\nemail = "a@b.example"\npassword = "p"\nname = "A"\n'


@pytest.fixture
def say(nuki_server: NukiServer, capsys: pytest.CaptureFixture[str]) -> Say:
    """A command in this process; what it printed. Raises what it complains of."""

    def run(*arguments: str) -> str:
        app([*arguments, "--url", nuki_server.url])
        return capsys.readouterr().out

    return run


@pytest.fixture
def tell(say: Say) -> Tell:
    """The same for a program: the one JSON object."""
    return lambda *arguments: json.loads(say(*arguments, "--format", "json"))


def test_the_clock_is_read_and_turned(nuki_server: NukiServer, say: Say, tell: Tell) -> None:
    before = nuki_server.now
    assert "virtual clock" in say("clock", "show")
    assert tell("clock", "advance", "2h")["kind"] == "virtual"
    assert (nuki_server.now - before).total_seconds() == 7200


@pytest.mark.parametrize(
    ("text", "wanted"), [("10", 10), ("90s", 90), ("1.5m", 90), ("2h", 7200), ("30d", 30 * 86400)]
)
def test_durations(text: str, wanted: float) -> None:
    assert seconds(text) == wanted


@pytest.mark.parametrize("text", ["", "-1", "1w", "soon", "1e9", "9" * 40])
def test_no_durations(text: str) -> None:
    with pytest.raises(Complaint, match="15m"):
        seconds(text)


def test_devices_are_listed_shown_and_touched(nuki_server: NukiServer, say: Say, tell: Tell) -> None:
    assert "Front door" in say("device", "list")
    front = tell("device", "show", "Front door")
    assert str(front["smartlockId"]) in say("device", "show", str(front["smartlockId"]))
    assert "open door" in say("trigger", "Front door", "open_door")
    nuki_server.advance(1)
    assert nuki_server.door("Front door").door_state == "opened"
    assert tell("trigger", "Front door", "close_door")["name"] == "Front door"


def test_faults_are_listed_armed_and_taken_back(nuki_server: NukiServer, say: Say, tell: Tell) -> None:
    assert "motor_blocked" in say("fault", "list")
    armed = tell("fault", "arm", "motor_blocked", "--device", "Garden door", "--times", "always")
    assert (armed["times"], armed["smartlock_id"]) == (None, nuki_server.door("Garden door").id)
    tell("fault", "arm", "server_error", "--operation", "GetSmartlocks", "--chance", "0.5", "--dice", "a")
    assert "* motor_blocked" in say("fault", "list")
    assert tell("fault", "disarm", "motor_blocked") == {"disarmed": 1}
    assert tell("fault", "disarm") == {"disarmed": 1}


def test_the_journal_is_read_from_where_one_was(nuki_server: NukiServer, say: Say, tell: Tell) -> None:
    nuki_server.arm("motor_blocked")
    tell("clock", "advance", "1")
    told = tell("journal")
    assert [entry["kind"] for entry in told["entries"]] == ["fault", "clock"]
    assert tell("journal", "--after", str(told["last"]))["entries"] == []
    assert "motor_blocked" in say("journal", "--kind", "fault")
    assert "advance" not in say("journal", "--kind", "fault")
    with pytest.raises(Complaint, match="nope"):
        say("journal", "--kind", "nope")


def test_homes_come_and_go(say: Say, tell: Tell, tmp_path: Path) -> None:
    home = say("seed", "show")
    (tmp_path / "barn.toml").write_text(BARN)
    say("seed", "load", str(tmp_path / "barn.toml"))
    assert tell("device", "list")["devices"] == []
    (tmp_path / "home.toml").write_text(home)
    assert tell("seed", "load", str(tmp_path / "home.toml"))["toml"] == home.rstrip("\n") + "\n"
    assert "Front door" in say("device", "list")


def test_a_world_is_kept_in_a_file_and_comes_back(nuki_server: NukiServer, say: Say, tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    token = nuki_server.grant("smartlock")
    assert "4 devices" in say("snapshot", "save", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token.access_token not in file.read_text()
    say("reset")
    assert "1 grants" in say("snapshot", "load", str(file))


def test_settings_are_shown_and_set(say: Say, tell: Tell) -> None:
    assert "strict = false" in say("settings", "show")
    told = tell("settings", "set", "strict=true", "access_token_seconds=60")
    assert (told["strict"], told["access_token_seconds"]) == (True, 60)


def test_what_is_known_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    app(["fidelity"])
    assert "guessed" in capsys.readouterr().out
    app(["fidelity", "--format", "json"])
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert {"documented", "reported", "guessed"} == {rule["confidence"] for rule in rules}


@pytest.mark.parametrize(
    ("arguments", "value", "remedy"),
    [
        (("fault", "arm", "motor_blockd"), "motor_blockd", "motor_blocked"),
        (("fault", "arm", "motor_blocked", "--times", "often"), "often", "always"),
        (("fault", "arm", "motor_blocked", "--device", "Attic"), "Attic", "Front door"),
        (("fault", "arm", "server_error", "--chance", "2"), "2", "0, never"),
        (("fault", "arm", "server_error", "--account", "9"), "9", "55512345"),
        (("device", "show", "Attic"), "Attic", "Front door"),
        (("trigger", "Front door", "dance"), "dance", "open_door"),
        (("trigger", "Front door", "open_door", "x"), "x", "code=654321"),
        (("settings", "set", "strict"), "strict", "strict=true"),
        (("settings", "set", "stricct=true"), "stricct", "token_answer_as_text"),
        (("seed", "load", "missing.toml"), "missing.toml", "path"),
        (("snapshot", "load", "missing.json"), "missing.json", "path"),
        (("journal", "--limit", "0"), "0", "1000"),
    ],
)
def test_errors_name_value_and_remedy(say: Say, arguments: tuple[str, ...], value: str, remedy: str) -> None:
    with pytest.raises(Complaint) as complaint:
        say(*arguments)
    assert value in str(complaint.value)
    assert remedy in str(complaint.value)


def test_where_no_sandbox_is_it_says_how_to_reach_one(tmp_path: Path) -> None:
    for url, remedy in (
        ("http://127.0.0.1:9", "keyturn sandbox run"),
        ("ftp://x", "https://localhost:8444"),
        ("https://localhost:8444", "--state"),
    ):
        with pytest.raises(Complaint) as told:
            app(["clock", "show", "--url", url, "--state", str(tmp_path)])
        assert remedy in str(told.value)
