"""From the name of a sabotage to a guest house that has this one thing wrong.

A sabotage is a class named like it in the catalogue, derived from the part it spoils; its docstring says what is
wrong.
"""

from __future__ import annotations

import importlib
from typing import Any, TypeVar

from starlette.responses import HTMLResponse, Response

from guesthouse.app import GuestHouse
from guesthouse.store import Store, Tokens

PARTS = ("store", "sessions", "tokens", "nuki", "connecting", "webhooks", "actions", "codes", "pages")
FILES = ("connecting", "tokens", "calls", "errors", "outcomes", "webhooks", "guidance", "hidden.codes")
_SPOILERS: dict[str, type[Any]] = {}
Spoiler = TypeVar("Spoiler", bound=type)


def spoils(spoiler: Spoiler) -> Spoiler:
    """Enters a class in the list of sabotages."""
    _SPOILERS[spoiler.__name__] = spoiler
    return spoiler


def spoilers() -> dict[str, type[Any]]:
    for file in FILES:
        importlib.import_module(f"tests.sabotage.{file}")
    return dict(_SPOILERS)


def spoiled(name: str) -> type[GuestHouse]:
    """Raises ``KeyError`` for a sabotage there is not."""
    spoiler = spoilers()[name]
    if issubclass(spoiler, GuestHouse):
        return spoiler
    part = next(part for part in PARTS if issubclass(spoiler, getattr(GuestHouse, f"{part}_class")))
    return type(name, (GuestHouse,), {f"{part}_class": spoiler})


def with_more(page: Response, more: str) -> Response:
    """The same page with something that does not belong there."""
    headers = {key: value for key, value in page.headers.items() if key.startswith("location")}
    return HTMLResponse(bytes(page.body).decode() + more, page.status_code, headers)


def newest_tokens(store: Store) -> Tokens:
    row = store.one("SELECT id FROM grants ORDER BY rowid DESC")
    assert row is not None
    tokens = store.tokens(row["id"])
    assert tokens is not None
    return tokens
