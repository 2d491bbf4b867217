"""The command as a person or a program meets it: help, bad options, taken ports, missing settings."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.process import run

from keyturn import __version__

SETTINGS = {
    "KEYTURN_BASE_URL": "https://localhost:8443",
    "KEYTURN_CLIENT_ID": "app",
    "KEYTURN_CLIENT_SECRET": "hush-hush",
    "KEYTURN_DATABASE": "sqlite:keyturn.db",
    "KEYTURN_VAULT_KEYS": "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("demo", "sandbox", "serve", "vault", "--version")),
        (("demo",), ("--state", "--port", "--sandbox-port", "Ctrl-C")),
        (("sandbox", "run"), ("--no-tls", "--clock", "--seed", "--redirect-uri", "--webhook-url", "--format")),
        (("serve",), tuple(SETTINGS)),
        (("vault", "new-key"), ("rotate",)),
    ],
)
def test_help_says_what_there_is(tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    done = run(*arguments, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert [word for word in words if word not in done.stdout] == []


def test_the_version(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout == f"keyturn {__version__}\n"


def test_help_imports_no_house(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom keyturn.cli.app import app\n"
        "heavy = {'keyturn.sandbox', 'keyturn.integration', 'keyturn.client', 'uvicorn', 'msgspec', 'cryptography', "
        "'asyncio', 'argparse', 'typer'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("sandbox", "run", "--clock", "slow"),
        ("sandbox", "run", "--format", "yaml"),
        ("serve", "--port", "many"),
        ("sandbox", "run", "--no-tls", "--port", "70000"),
        ("demo", "--port", "8444"),
        ("serve", "--certificate", "only.pem"),
    ],
)
def test_a_bad_option_is_named_without_a_trace(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert arguments[-1] in done.stderr or arguments[-2] in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [(("serv",), "serve"), (("sandbox", "rum"), "run"), (("sandbox", "run", "--clok", "real"), "--clock")],
)
def test_a_slip_of_the_pen_is_told_what_is_meant(tmp_path: Path, arguments: tuple[str, ...], meant: str) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Do you mean {meant}?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (("sandbox", "device", "show"), "DEVICE"),
        (("sandbox", "settings", "set"), "NAME=VALUE"),
        (("api-key", "new", "the till"), "--scope"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, arguments: tuple[str, ...], missing: str) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert missing in done.stderr


@pytest.mark.parametrize("arguments", [(), ("sandbox",), ("sandbox", "fault")])
def test_a_group_alone_lists_its_commands(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Commands:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("sandbox", "run", "--no-tls", "--port", "{}"), "--port"),
        (("serve", "--port", "{}"), "--port"),
        (("demo", "--port", "{}", "--sandbox-port", "1"), "--port"),
        (("demo", "--port", "0", "--sandbox-port", "{}"), "--sandbox-port"),
    ],
)
def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path, arguments: tuple[str, ...], option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(*(argument.format(port) for argument in arguments), cwd=tmp_path, **SETTINGS)
    assert done.returncode == 2
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first == f"Port {port} on 127.0.0.1 is taken by another program."
    assert option in second.replace("--sandbox-port", "") or option == "--sandbox-port" in second


@pytest.mark.parametrize("missing", list(SETTINGS))
def test_a_missing_setting_is_named(tmp_path: Path, missing: str) -> None:
    settings = {name: text for name, text in SETTINGS.items() if name != missing}
    done = run("serve", "--port", "0", cwd=tmp_path, **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert missing in done.stderr
    assert "Traceback" not in done.stderr
    assert "hush-hush" not in done.stderr


def test_a_certificate_that_is_none_is_named(tmp_path: Path) -> None:
    done = run("serve", "--port", "0", "--certificate", "a.pem", "--key", "b.pem", cwd=tmp_path, **SETTINGS)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.pem and b.pem" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_key_fits_the_setting(tmp_path: Path) -> None:
    key = run("vault", "new-key", cwd=tmp_path).stdout.strip()
    assert ":" in key
    assert "," not in key


def test_a_reader_that_has_seen_enough_brings_no_trace(tmp_path: Path) -> None:
    shell = f"{sys.executable} -m keyturn.cli sandbox fidelity --format json | head -c 1"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{", "")
