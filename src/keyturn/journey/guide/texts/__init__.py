"""texts: what the guide says besides the product's own words, one file of TOML for each language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "de")


@cache
def texts(language: str) -> dict[str, Any]:
    """Chapters by the product's steps, each with steps, notes and the captions of its pictures."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{language}.toml").read_text("utf-8"))
