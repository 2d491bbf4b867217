"""``keyturn vault``: what each key has sealed, and everything sealed anew."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.process import run
from tests.cli.test_command import SETTINGS
from tests.integration.store.test_sealed import a_grant

from keyturn.integration.grants.application import sealed, sealed_by
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.secrecy import Secret

OLD, NEW = new_key("old").reveal(), new_key("new").reveal()
GRANTS = 30
ENVIRONMENT = {name: value for name, value in SETTINGS.items() if name != "KEYTURN_VAULT_KEYS"}


def fill(path: Path) -> None:
    async def story() -> None:
        store, vault = Store(path / "keyturn.db"), Vault.from_setting(Secret(OLD))
        for number in range(GRANTS):
            await store.grants.save(a_grant(vault, number), datetime(2026, 1, 5, tzinfo=UTC))
        await store.close()

    asyncio.run(story())


def test_status_rotate_status(tmp_path: Path) -> None:
    fill(tmp_path)
    ring = tmp_path / "ring"
    ring.write_text(f"{NEW}\n{OLD}\n")
    file = tmp_path / "client-secret"
    file.write_bytes(sealed(Secret("hush"), Vault.from_setting(Secret(OLD))))
    secret = {"KEYTURN_CLIENT_SECRET": "", "KEYTURN_CLIENT_SECRET_FILE": str(file)}
    settings = {**ENVIRONMENT, **secret, "KEYTURN_VAULT_KEYS_FILE": str(ring)}
    before = run("vault", "status", cwd=tmp_path, **settings)
    assert before.stdout.splitlines() == ["new  0 sealed  seals", f"old  {2 * GRANTS + 1} sealed"]
    done = run("vault", "rotate", cwd=tmp_path, **settings)
    assert done.returncode == 0, done.stderr
    assert f"grants.sealed_access: {GRANTS} of {GRANTS}" in done.stdout
    assert "Everything is sealed with new." in done.stdout
    assert NEW not in done.stdout
    assert f"{file}: sealed" in done.stdout and sealed_by(file) == "new"
    ring.write_text(NEW)
    after = run("vault", "status", cwd=tmp_path, **settings)
    assert after.stdout.splitlines() == [f"new  {2 * GRANTS + 1} sealed  seals"]


def test_a_key_that_is_missing_is_said_with_the_way_out(tmp_path: Path) -> None:
    fill(tmp_path)
    settings = {**ENVIRONMENT, "KEYTURN_VAULT_KEYS": NEW}
    looked = run("vault", "status", cwd=tmp_path, **settings)
    assert looked.returncode == 2
    assert f"{2 * GRANTS} values are sealed with keys that are not in the ring." in looked.stderr
    rotated = run("vault", "rotate", cwd=tmp_path, **settings)
    assert rotated.returncode == 2
    assert "'old'" in rotated.stderr
