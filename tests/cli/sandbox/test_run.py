"""``keyturn sandbox run`` as any program starts it."""

from __future__ import annotations

import asyncio
import json
import signal
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.cli.process import end, run, running

from keyturn.client import HttpTransport, NukiClient

JSON = ("--format", "json")
SANDBOX = ("sandbox", "run", "--no-tls", "--port", "0")


async def doors(facts: dict[str, Any], ca_file: Path | None = None) -> list[str]:
    link = HttpTransport(facts["base_url"], ca_file)
    try:
        return [door.name for door in await NukiClient(facts["api_token"], transport=link).smartlocks.list()]
    finally:
        await link.aclose()


def test_the_first_line_is_all_a_program_needs(tmp_path: Path) -> None:
    with running(*SANDBOX, cwd=tmp_path) as (process, facts):
        assert facts["base_url"].startswith("http://127.0.0.1:")
        assert {"email", "password", "account_id"} <= facts["account"].keys()
        assert {"client_id", "client_secret", "redirect_uris", "api_key_id"} <= facts["application"].keys()
        assert all({"smartlock_id", "type", "name"} <= smartlock.keys() for smartlock in facts["smartlocks"])
        # It accepts connections by the time the line is there: no waiting, no second try.
        assert asyncio.run(doors(facts)) == [smartlock["name"] for smartlock in facts["smartlocks"]]
        assert end(process) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == ("", "")
    assert list(tmp_path.iterdir()) == []  # without --state nothing is left behind


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_with_tls_it_is_vouched_for_by_the_development_authority(
    tmp_path: Path, with_signal: signal.Signals
) -> None:
    with running("sandbox", "run", "--port", "0", "--state", "st", cwd=tmp_path) as (process, facts):
        assert facts["base_url"].startswith("https://127.0.0.1:")
        assert asyncio.run(doors(facts, tmp_path / "st/authority/ca.pem"))
        assert end(process, with_signal) == 0
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "st").glob("*.json")}
    assert set(modes.values()) <= {0o600}


def test_the_start_is_shaped_by_options_and_environment(tmp_path: Path) -> None:
    options = ("--redirect-uri", "https://a.example/back", "--redirect-uri", "https://b.example/back")
    more = ("--clock", "virtual", "--webhook-url", "https://a.example/hook")
    with running(*SANDBOX, *options, *more, cwd=tmp_path, KEYTURN_SANDBOX_CLIENT_SECRET="mine") as (_, facts):
        assert facts["application"]["redirect_uris"] == ["https://a.example/back", "https://b.example/back"]
        assert facts["application"]["client_secret"] == "mine"


def test_a_seed_file_brings_its_own_home(tmp_path: Path) -> None:
    (tmp_path / "seed.toml").write_text(
        'api_token = "t0"\n[[account]]\naccount_id = 1\nemail = "a@b.example"\npassword = "p"\nname = "A"\n'
        '[[account.smartlock]]\ntype = 4\nnuki_id = "00000001"\nname = "Barn"\n'
    )
    with running(*SANDBOX, "--seed", "seed.toml", cwd=tmp_path) as (_, facts):
        assert facts["smartlocks"] == [{"smartlock_id": 4 * 2**32 + 1, "type": 4, "name": "Barn"}]
        assert facts["api_token"] == "t0"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--seed", "missing.toml"), "missing.toml"),
        (("--redirect-uri", "http://a.example"), "http://a.example"),
        (("--webhook-url", "ftp://a.example"), "ftp://a.example"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, options: tuple[str, ...], named: str) -> None:
    done = run(*SANDBOX, *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_text_is_for_a_person(tmp_path: Path) -> None:
    import subprocess

    from tests.cli.process import COMMAND

    with subprocess.Popen([*COMMAND, *SANDBOX], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        said = [next(lines)]
        while "Ctrl-C" not in said[-1]:
            said.append(next(lines))
        process.terminate()
        assert process.wait(20) == 0
    assert "http://127.0.0.1:" in said[0]
    assert any("Log in as" in line for line in said)


def test_a_clock_may_run_faster(tmp_path: Path) -> None:
    with running(*SANDBOX, "--clock", "accelerated", "--speed", "3600", cwd=tmp_path) as (_, facts):
        assert facts["clock"] == "accelerated"
        told = json.loads(run("sandbox", "clock", "show", "--url", facts["base_url"], *JSON, cwd=tmp_path).stdout)
        assert (told["kind"], told["speed"]) == ("accelerated", 3600)
        turned = run("sandbox", "clock", "advance", "10", "--url", facts["base_url"], cwd=tmp_path)
        assert (turned.returncode, "--clock virtual" in turned.stderr) == (2, True)
    slow = run(*SANDBOX, "--clock", "accelerated", "--speed", "0", cwd=tmp_path)
    assert (slow.returncode, "The speed is 0" in slow.stderr) == (2, True)
