"""Every sentence a customer reads, in every language: one TOML file a language, English the measure."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

FALLBACK = "en"


class Texts:
    """Sentences by language and dotted key."""

    def __init__(self, room: str = "keyturn.integration.web") -> None:
        folder = resources.files(room).joinpath("texts")
        files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
        self._texts = {file.name[:-5]: dict(_flat(tomllib.loads(file.read_text("utf-8")))) for file in files}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return tuple(sorted(self._texts, key=lambda language: (language != FALLBACK, language)))

    def keys(self, language: str) -> set[str]:
        """The keys of a language: the tests hold every language to the same ones."""
        return set(self._texts[language])

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._texts[FALLBACK]

    def say(self, language: str, key: str, **values: object) -> str:
        """The sentence; raises ``KeyError`` for a key that nobody wrote."""
        return self._texts[language][key].format_map(values) if values else self._texts[language][key]

    def choose(self, wished: str | None, accept_language: str) -> str:
        """The language for a visitor: the one wished for, else the browser's first that we have."""
        if wished in self._texts:
            return wished
        for part in accept_language.split(","):
            tag = part.split(";")[0].strip().lower()[:2]
            if tag in self._texts:
                return tag
        return FALLBACK


def _flat(tree: dict[str, Any], path: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{path}.{name}" if path else name
        pairs += _flat(value, key) if isinstance(value, dict) else [(key, str(value).strip())]
    return pairs
