"""Both languages say the same things about the same values, and everything that is said is there."""

from __future__ import annotations

import re

import pytest
from tests.architecture.places import SOURCE

from keyturn.journey.application import Deed
from keyturn.journey.words import LANGUAGES, Words
from keyturn.nuki.models.api_key import KeyStatus


def named(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_keys_and_values(language: str) -> None:
    english, other = Words("en").table, Words(language).table
    assert list(other) == list(english)
    assert {key: named(other[key]) for key in other} == {key: named(english[key]) for key in english}
    commands = {key: re.findall(r"`(keyturn [a-z]+)", english[key]) for key in english}
    assert {key: re.findall(r"`(keyturn [a-z]+)", other[key]) for key in other} == commands


def test_every_sentence_that_is_asked_for_is_there() -> None:
    known = Words().table
    text = "".join(
        file.read_text() for place in ("journey", "cli/journey") for file in (SOURCE / place).rglob("*.py")
    )
    asked = set(re.findall(r"\bsay\(\s*\"([a-z_]+\.[\w-]+)\"", text))
    assert asked and asked <= known.keys()
    assert {f"deed.{deed.name}" for deed in Deed} | {f"next.{status}" for status in KeyStatus} <= known.keys()
