"""``keyturn serve`` as a process over real TLS."""

from __future__ import annotations

import asyncio
import signal
import ssl
import time
from pathlib import Path

import httpx2
import pytest
from tests.cli.process import end, running
from tests.cli.test_command import SETTINGS

from keyturn.cli import serving
from keyturn.client import HttpTransport
from keyturn.client.wire import Request


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_over_tls_and_ends_when_asked(tmp_path: Path, with_signal: signal.Signals) -> None:
    with running("serve", "--port", "0", cwd=tmp_path, **SETTINGS) as (process, facts):
        assert facts["base_url"] == "https://localhost:8443"
        assert asyncio.run(status_of(facts["listens_on"], tmp_path / "state/authority/ca.pem")) == 200
        assert end(process, with_signal) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == ("", "")


def test_an_idle_connection_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with running("serve", "--port", "0", cwd=tmp_path, **SETTINGS) as (process, facts):
        trust = ssl.create_default_context(cafile=tmp_path / "state/authority/ca.pem")
        with httpx2.Client(verify=trust, trust_env=False) as visitor:
            assert visitor.get(facts["listens_on"]).status_code == 200
            begun = time.monotonic()
            assert end(process) == 0
            assert time.monotonic() - begun < serving.GRACE_SECONDS
        assert process.stderr is not None
        assert process.stderr.read() == ""


async def status_of(url: str, ca_file: Path) -> int:
    link = HttpTransport(url, ca_file)
    try:
        return (await link.send(Request("GET", "/"))).status
    finally:
        await link.aclose()
