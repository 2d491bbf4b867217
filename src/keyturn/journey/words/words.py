"""One language's sentences by key."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = {"en": "English", "de": "Deutsch"}


class Words:
    """``say("next.ACTIVE")``. Raises ``KeyError`` for a key that is not there: a test holds the languages together."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.table = _table(language)

    def __call__(self, key: str, /, **values: object) -> str:
        return self.table[key].format(**values) if values else self.table[key]


@cache
def _table(language: str) -> dict[str, str]:
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def _flat(tables: dict[str, object], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tables.items():
        found += _flat(value, f"{before}{key}.") if isinstance(value, dict) else [(before + key, str(value))]
    return found
