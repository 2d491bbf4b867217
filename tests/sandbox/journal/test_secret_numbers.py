"""Codes and PINs are numbers, and no less secret."""

from __future__ import annotations

import asyncio

import pytest
from tests.sandbox.resources.auths.keys import connected
from tests.sandbox.stage import FRONT


@pytest.mark.parametrize(
    ("method", "path", "body", "secret"),
    [
        ("PUT", "auth", b'{"name":"a","type":0,"remoteAllowed":true,"code":456789}', b"456789"),
        ("PUT", "auth", b'{"name":"a","type":13,"remoteAllowed":true,"code":456789}', b"456789"),
        ("PUT", "auth", b'{"name":"\\ud800","type":13,"remoteAllowed":true,"code":456789}', b"456789"),
        ("PUT", "auth", b'{"name":"a","type":13,"remoteAllowed":true,"code":"456789"}', b"456789"),
        ("PUT", "auth", b'{"name":"a","type":13,"remoteAllowed":true,"code":[456789]}', b"456789"),
        ("POST", "admin/pin", b'{"adminPin":56781}', b"56781"),
        ("POST", "admin/pin", b'{"adminPin":"5678"}', b"5678"),
    ],
)
def test_a_secret_number_is_nowhere_in_the_journal(method: str, path: str, body: bytes, secret: bytes) -> None:
    async def story() -> None:
        stage = await connected()
        stage.access = stage.facts["api_token"]
        await stage.call(method, f"/smartlock/{FRONT}/{path}", content=body)
        await stage.clock.advance(10)
        record = b"".join(entry.json() for entry in stage.sandbox.journal)
        assert path.encode() in record
        assert secret not in record

    asyncio.run(story())
