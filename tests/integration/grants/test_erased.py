"""What is erased is gone: looked for in the bytes of the database file, sealed or not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.nuki.ids import AccountId
from keyturn.secrecy import Secret

NOW = datetime(2026, 1, 5, tzinfo=UTC)
G, OTHER = GrantId("g1"), GrantId("g2")
End = Callable[[Store], Awaitable[object]]


async def disconnect(store: Store) -> None:
    assert await store.grants.disconnect(G, NOW)


async def lose(store: Store) -> None:
    assert await store.grants.take_lease(G, 1, "me", NOW, NOW)
    assert await store.grants.lose(G, 1, NOW)


async def connect_anew(store: Store) -> None:
    assert await store.grants.settle_account(OTHER, AccountId(7), NOW) == [G]


async def renew(store: Store) -> None:
    assert await store.grants.take_lease(G, 1, "me", NOW, NOW)
    assert await store.grants.replace_pair(G, "me", 1, (b"new access", b"new refresh"), NOW, (), NOW)


@pytest.mark.parametrize("end", [disconnect, lose, connect_anew, renew])
def test_neither_token_nor_envelope_is_left_in_the_file(tmp_path: Path, end: End) -> None:
    vault, tokens = Vault.from_setting(new_key("k")), (Secret("an-access-token"), Secret("a-refresh-token"))
    sealed = seal_pair(vault, G, 1, *tokens)

    async def story() -> None:
        store = Store(tmp_path / "keyturn.db")
        for grant_id in (G, OTHER):
            pair = sealed if grant_id == G else seal_pair(vault, grant_id, 1, *tokens)
            grant = Grant(
                grant_id=grant_id,
                customer_id=CustomerId("c"),
                account_id=AccountId(7),
                state=GrantState.ACTIVE,
                scopes=(),
                generation=1,
                expires_at=NOW,
                sealed_access=pair[0],
                sealed_refresh=pair[1],
            )
            await store.grants.save(grant, NOW)
        await store.close()
        assert all(envelope in written(tmp_path) for envelope in sealed), "the test can see what is there"
        store = Store(tmp_path / "keyturn.db")
        await end(store)
        await store.close()

    asyncio.run(story())
    left = written(tmp_path)
    assert [envelope for envelope in sealed if envelope in left or envelope[-40:] in left] == []
    assert b"-token" not in left


def written(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("keyturn.db*"))
