"""``keyturn demo`` as a process: two children, one lock, clean ends."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.process import end, run, running
from tests.cli.test_serve import status_of

from keyturn.client import HttpTransport
from keyturn.client.wire import Request


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture
def ports() -> tuple[str, ...]:
    port, sandbox_port = free_ports()
    return ("--port", str(port), "--sandbox-port", str(sandbox_port))


async def style_of(url: str, ca_file: Path) -> str:
    link = HttpTransport(url, ca_file)
    try:
        return (await link.send(Request("GET", "/theme/style.css"))).body.decode()
    finally:
        await link.aclose()


def children(parent: int) -> dict[str, int]:
    """Process ids of the demo's children by what they are."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status, words = (folder / "status").read_text(), (folder / "cmdline").read_text()
            except OSError:
                continue
            if f"PPid:\t{parent}\n" in status:
                found["sandbox" if "\0sandbox\0" in words else "integration"] = int(folder.name)
    return found


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")


@needs_proc
@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_both_answer_and_both_end(tmp_path: Path, ports: tuple[str, ...], with_signal: signal.Signals) -> None:
    with running("demo", *ports, cwd=tmp_path) as (process, facts):
        ca_file = Path(facts["ca_file"])
        assert facts["account"]["email"]
        assert asyncio.run(status_of(facts["base_url"], ca_file)) == 200
        assert asyncio.run(status_of(facts["sandbox_url"], ca_file)) < 500
        pids = children(process.pid)
        assert pids.keys() == {"sandbox", "integration"}
        secrets = (tmp_path / "state/secrets.json").read_text()
        for pid in (*pids.values(), process.pid):
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            assert [word for word in words if len(word) > 20 and word in secrets] == []
        assert end(process, with_signal) == 0
        assert all(gone(pid) for pid in pids.values())
        assert process.stderr is not None
        assert process.stderr.read() == ""
    open_files = [
        file.name
        for file in (tmp_path / "state").rglob("*")
        if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077 and file.stat().st_size
    ]
    assert open_files == []


@needs_proc
@pytest.mark.parametrize("victim", ["sandbox", "integration"])
def test_a_dead_child_is_named_and_takes_the_other_along(
    tmp_path: Path, ports: tuple[str, ...], victim: str
) -> None:
    with running("demo", *ports, cwd=tmp_path) as (process, _):
        pids = children(process.pid)
        os.kill(pids[victim], signal.SIGKILL)
        assert process.wait(20) == 1
        assert process.stderr is not None
        assert process.stderr.read().startswith(f"The {victim} ended by itself (signal 9).\n")
        assert all(gone(pid) for pid in pids.values())


@needs_proc
def test_children_do_not_outlive_a_killed_demo(tmp_path: Path, ports: tuple[str, ...]) -> None:
    with running("demo", *ports, cwd=tmp_path) as (process, _):
        pids = children(process.pid)
        process.kill()
        process.wait(20)
        assert all(gone(pid) for pid in pids.values())


def test_a_second_demo_on_the_same_state_is_told_what_to_do(tmp_path: Path, ports: tuple[str, ...]) -> None:
    with running("demo", *ports, cwd=tmp_path) as (process, _):
        second = run("demo", *ports, cwd=tmp_path)
        assert (second.returncode, second.stdout) == (2, "")
        assert "already runs" in second.stderr
        assert "--state state-2" in second.stderr
        assert end(process) == 0


def test_a_child_that_cannot_start_says_why(tmp_path: Path, ports: tuple[str, ...]) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state/keyturn.db").write_bytes(b"no database at all" * 100)
    done = run("demo", *ports, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("The integration did not start (exit code ")
    assert "keyturn.db" in done.stderr


def test_the_demo_wears_the_companys_look(tmp_path: Path, ports: tuple[str, ...]) -> None:
    (tmp_path / "look.toml").write_text('accent = "#7a2f8f"\naccent_dark = "#d9a3e8"')
    with running("demo", *ports, "--theme", "look.toml", cwd=tmp_path) as (process, facts):
        assert "#7a2f8f" in asyncio.run(style_of(facts["base_url"], Path(facts["ca_file"])))
        assert end(process) == 0


def test_a_look_that_would_not_do_is_told_at_once(tmp_path: Path, ports: tuple[str, ...]) -> None:
    done = run("demo", *ports, "--theme", "nowhere.toml", cwd=tmp_path)
    assert done.returncode == 2 and "There is no theme nowhere.toml." in done.stderr
    (tmp_path / "pale.toml").write_text('accent = "#ffff00"\naccent_dark = "#d9a3e8"')
    done = run("demo", *ports, "--theme", "pale.toml", cwd=tmp_path)
    assert done.returncode == 1 and "contrast" in done.stderr and "near and passes" in done.stderr


def test_the_second_run_finds_the_state_of_the_first(tmp_path: Path, ports: tuple[str, ...]) -> None:
    kept = []
    for _ in range(2):
        with running("demo", *ports, cwd=tmp_path) as (process, _facts):
            kept.append(
                (
                    (tmp_path / "state/secrets.json").read_bytes(),
                    (tmp_path / "state/authority/ca.pem").read_bytes(),
                )
            )
            assert end(process) == 0
    assert kept[0] == kept[1]


def test_a_person_is_told_everything(tmp_path: Path, ports: tuple[str, ...]) -> None:
    from tests.cli.process import COMMAND

    with subprocess.Popen([*COMMAND, "demo", *ports], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    for word in (f"https://localhost:{ports[1]}", f"https://localhost:{ports[3]}", "password", "ca.pem", "state"):
        assert word in said
