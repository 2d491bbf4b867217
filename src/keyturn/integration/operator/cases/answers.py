"""What the desk writes to a customer: one draft for each thing it may have to ask or say, in every language.

A draft is a beginning: whoever answers reads it, completes it, and sends it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from keyturn.integration.support.triage import Deed

LANGUAGES = ("en", "de")
SOLVED = "solved"


class Drafts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one language: how letters begin and end, and what stands between."""

    greeting: str
    closing: str
    drafts: dict[str, str]


@cache
def table() -> dict[str, Drafts]:
    """By language."""
    text = resources.files("keyturn.integration.operator.cases").joinpath("answers.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=dict[str, Drafts])


def offered(deeds: tuple[Deed, ...]) -> list[str]:
    """The drafts there are: those that fit the case first."""
    fitting = [deed for deed in deeds if deed in table()["en"].drafts]
    return [*fitting, *(name for name in table()["en"].drafts if name not in fitting)]


def draft(name: str, language: str, company: str, link: str = "") -> str:
    """A whole letter, with ``link`` where one belongs; empty for a name or a language nobody wrote one for."""
    found = table().get(language)
    if found is None or name not in found.drafts:
        return ""
    body = found.drafts[name].strip().replace("{link}", link)
    return f"{found.greeting}\n\n{body}\n\n{found.closing}\n{company}"
