"""Four lengths of the same text, whole sentences only, and promises that are not kept are named."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.journey.test_manifest import GOOD

from keyturn.journey.manifest import Manifest, parsed
from keyturn.journey.showcase.texts import LENGTHS, flaws, texts_of

GERMAN = """
[showcase.de]
short = "Die Ferienwohnung mit dem Telefon aufsperren."
description = "Eigentümer von Ferienwohnungen verbinden ihr Nuki-Konto. Ihre Gäste sperren selbst auf."
"""


def told(**changes: str) -> Manifest:
    declared = parsed(GOOD + GERMAN)
    return msgspec.structs.replace(declared, integration=msgspec.structs.replace(declared.integration, **changes))


def by_length(declared: Manifest, language: str = "en") -> dict[str, str]:
    return {text.length: text.words for text in texts_of(declared, language)}


def test_every_length_fits_and_ends_with_a_sentence() -> None:
    for language in ("en", "de"):
        found = by_length(told(), language)
        assert found.keys() == LENGTHS.keys()
        for length, words in found.items():
            assert 0 < len(words) <= LENGTHS[length] and words.endswith("."), (length, words)
    assert by_length(told())["line"] == "Guests of Harbour Stays open their holiday flat by phone."
    assert (
        by_length(told())["whole"].startswith("Owners of holiday flats") and "\n" not in by_length(told())["whole"]
    )
    assert texts_of(parsed(GOOD), "de") == ()


def test_a_text_is_cut_between_sentences_and_never_within_one() -> None:
    first, second = "A" * 70 + ".", "B" * 200 + "."
    found = by_length(told(description=f"{first} {second} {'C' * 200}."))
    assert found["paragraph"] == f"{first} {second}" and found["whole"].endswith("C.")
    assert by_length(told(short=f"{first} {second}"))["line"] == first
    assert by_length(told(short="D" * 100))["line"] == "", "half a sentence is none"
    assert [str(each) for each in flaws(told(short="D" * 100))] == [
        "integration.short: no sentence fits the line of 80 signs. Begin with a shorter sentence."
    ]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("It works with the Nuki Box, too.", "Box is promised"),
        ("It works with the Smart Door, too.", "Smart Door is promised"),
        ("Every Door Sensor is shown.", "Door Sensor is promised"),
        ("A Fob is enough.", "Fob is promised"),
        ("It works with the Opener and the Keypad.", ""),
        ("Open the mailbox, think outside a box.", ""),
    ],
)
def test_what_is_promised_is_declared(words: str, named: str) -> None:
    found = [str(each) for each in flaws(told(description=words))]
    assert (named in "".join(found)) and bool(found) == bool(named), found


def test_a_market_that_speaks_german_wants_a_german_text() -> None:
    assert "showcase.de: the market speaks German" in str([str(each) for each in flaws(parsed(GOOD))])
    assert list(flaws(told())) == []
    abroad: Any = parsed(GOOD.replace('market = ["AT", "DE"]', 'market = ["FR"]'))
    assert list(flaws(abroad)) == []
