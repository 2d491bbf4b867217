"""While an application's secret is changed at Nuki, both are taken; afterwards the old one is not."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from pathlib import Path

import httpx2
import pytest

from keyturn.client import HttpTransport
from keyturn.clock import VirtualClock
from keyturn.integration import Integration, Settings
from keyturn.integration.grants.vault import new_key
from keyturn.integration.settings import WebhookMode
from keyturn.secrecy import Secret


@pytest.mark.parametrize(("former", "statuses"), [(Secret("old"), [204, 204, 401]), (None, [204, 401, 401])])
def test_which_secrets_are_taken(tmp_path: Path, former: Secret | None, statuses: list[int]) -> None:
    async def run() -> list[int]:
        settings = Settings(
            base_url="https://keyturn.test",
            client_id="c",
            client_secret=Secret("new"),
            former_client_secret=former,
            vault_keys=new_key("k"),
            database=tmp_path / "keyturn.db",
            webhooks=WebhookMode.CENTRAL,
        )
        integration = Integration(settings, VirtualClock(), HttpTransport("https://127.0.0.1:9"))
        answers, body = [], b'{"feature":"NEW_KIND"}'
        async with integration.running():
            transport = httpx2.ASGITransport(integration.app)
            async with httpx2.AsyncClient(transport=transport, trust_env=False) as nuki:
                for key in (b"new", b"old", b"forged"):
                    signed = {"X-Nuki-Signature-SHA256": hmac.new(key, body, hashlib.sha256).hexdigest()}
                    url = "https://keyturn.test/webhooks/nuki"
                    answers.append((await nuki.post(url, content=body, headers=signed)).status_code)
        return answers

    assert asyncio.run(run()) == statuses
