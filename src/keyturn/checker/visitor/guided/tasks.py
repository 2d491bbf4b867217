"""What a person is asked to do, and what they may answer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "de")
PAGE = ("page", "error", "nothing")
DOORS = ("seen", "absent", "error", "nothing")
OUTCOME = ("confirmed", "failed", "waiting", "unconfirmed", "error")
AT_ONCE = ("stuck",)
"""For what the sandbox sees by itself: only that it cannot be done has to be said."""


@dataclass(frozen=True)
class Task:
    """``kind`` names its words, ``values`` fill them, ``own`` are words of ``SUBJECT.toml``.

    ``writes``: what the page says may be copied here. ``goes_on``: by itself, once the sandbox has seen it.
    """

    kind: str
    answers: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    own: str = ""
    writes: bool = False
    goes_on: bool = False
    begins: bool = False
    """The first of a story: the person takes a new private window."""


@dataclass(frozen=True)
class Said:
    """``answer`` is one of the task's, or nothing when the sandbox saw the act; ``text`` what stood there."""

    answer: str = ""
    text: str = ""


@cache
def words(language: str) -> Mapping[str, Any]:
    """Everything the page says, in one of :data:`LANGUAGES`."""
    told = files(__package__).joinpath(f"texts/{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(told)
