"""An integration that finds its client secret in the file `keyturn apply` left, sealed by the same ring."""

from __future__ import annotations

from pathlib import Path

from tests.pair.joined import NUKI, Post, Street, play

from keyturn.clock import VirtualClock
from keyturn.integration.grants.application import sealed
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.sandbox import Sandbox, Seed
from keyturn.secrecy import Secret


def test_a_customer_connects_with_a_sealed_secret(tmp_path: Path) -> None:
    secret = Secret(
        Sandbox(Seed.home(), clock=VirtualClock(), deliver=Post()).facts(NUKI)["application"]["client_secret"]
    )
    ring, file = new_key("k1"), tmp_path / "client-secret"
    file.write_bytes(sealed(secret, Vault.from_setting(ring)))

    async def story(street: Street) -> None:
        await street.person.connect()
        assert "Your doors" in street.person.text
        assert secret.reveal() not in "".join(street.person.seen)

    play(tmp_path, story, vault_keys=ring, client_secret=Secret(""), client_secret_file=file)
