"""A whole world in one document: the home it began with, and what has happened since."""

from __future__ import annotations

import msgspec

from keyturn.sandbox.app.state import State, check, snapshot
from keyturn.sandbox.errors import StateError
from keyturn.sandbox.seed import Seed
from keyturn.sandbox.seed.written import toml
from keyturn.sandbox.world.world import World


class Snapshot(msgspec.Struct, kw_only=True):
    """``seed`` is TOML."""

    seed: str
    state: State


def taken(world: World, seed: Seed) -> bytes:
    """JSON. It holds the simulation's secrets."""
    return msgspec.json.encode(Snapshot(seed=toml(seed), state=snapshot(world)))


def read(body: bytes) -> Snapshot:
    """Raises :class:`StateError` for anything :func:`taken` would not have written."""
    try:
        found = msgspec.json.decode(body, type=Snapshot)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise StateError(f"This is no snapshot: {trouble}.") from trouble
    try:
        check(found.state)
    except StateError as trouble:
        raise StateError(f"The snapshot cannot be used: {trouble}.") from None
    return found
