"""Every sentence a customer reads, in every language: one TOML file a language, English the measure.

A further language is a further file beside ``en.toml``, named by its two letters; what it leaves out is named at start.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from keyturn.integration.errors import OperatorError

FALLBACK = "en"


class Texts:
    """Sentences by language and dotted key.

    Raises :class:`OperatorError` (``setting-wrong``) for a language that lacks a key or places another value in it.
    """

    def __init__(self, room: str = "keyturn.integration.web", folder: Traversable | None = None) -> None:
        folder = folder or resources.files(room).joinpath("texts")
        files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
        self._texts = {file.name[:-5]: dict(_flat(tomllib.loads(file.read_text("utf-8")))) for file in files}
        for language in self.languages:
            if faults := self._faults(language):
                raise OperatorError(
                    f"The texts in {language}.toml differ from those in {FALLBACK}.toml: {'; '.join(faults)}.",
                    remedy=f"Mend {language}.toml: every key of {FALLBACK}.toml, with the same names in braces.",
                    code="setting-wrong",
                )

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

    def _faults(self, language: str) -> list[str]:
        here, there = self._texts[language], self._texts[FALLBACK]
        missing = [f"{key} is missing" for key in there if key not in here]
        unknown = [f"{key} is unknown" for key in here if key not in there]
        both = here.keys() & there.keys()
        filled = [
            f"{key} has other places" for key in there if key in both and _places(here[key]) != _places(there[key])
        ]
        return missing + unknown + filled

    def choose(self, wished: str | None, accept_language: str) -> str:
        """The language for a visitor: the one wished for, else the browser's first that we have."""
        if wished in self._texts:
            return wished
        for part in accept_language.split(","):
            tag = part.split(";")[0].strip().lower()[:2]
            if tag in self._texts:
                return tag
        return FALLBACK


def _places(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


def _flat(tree: dict[str, Any], path: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{path}.{name}" if path else name
        pairs += _flat(value, key) if isinstance(value, dict) else [(key, str(value).strip())]
    return pairs
