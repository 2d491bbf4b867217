"""Every language says everything, and every error has its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keyturn.integration.actions.action import ActionState, Kind
from keyturn.integration.errors import CallRefused, IntegrationError, OperatorError, every_code
from keyturn.integration.web.texts import Texts

TEXTS = Texts()
ON_PAGES = tuple(code for code in every_code() if code not in CallRefused.codes)


@pytest.mark.parametrize("language", TEXTS.languages)
def test_every_language_has_the_same_keys_and_places(language: str) -> None:
    assert TEXTS.keys(language) == TEXTS.keys("en")
    for key in TEXTS.keys("en"):
        here, there = (re.findall(r"{(\w+)}", TEXTS.say(tongue, key)) for tongue in (language, "en"))
        assert sorted(set(here)) == sorted(set(there)), key


@pytest.mark.parametrize("code", ON_PAGES)
def test_every_error_says_what_happened_and_what_to_do(code: str) -> None:
    for part in ("title", "what", "next"):
        assert TEXTS.has(f"problem.{code}.{part}"), f"problem.{code}.{part}"


def test_no_sentence_is_for_an_error_that_does_not_exist() -> None:
    spoken = {key.split(".")[1] for key in TEXTS.keys("en") if key.startswith("problem.") and key.count(".") == 2}
    assert spoken == set(ON_PAGES)


def test_every_state_of_an_action_has_a_sentence() -> None:
    for state in ActionState:
        for kind in Kind:
            assert TEXTS.has(f"action.{state}.{kind}")


def test_the_language_is_the_one_wished_for_or_the_browsers() -> None:
    assert TEXTS.languages == ("en", "de")
    assert TEXTS.choose("de", "en") == "de"
    assert TEXTS.choose("xx", "fr-FR, de-AT;q=0.8, en;q=0.5") == "de"
    assert TEXTS.choose(None, "") == "en"


def test_an_error_does_not_take_a_code_of_another() -> None:
    with pytest.raises(ValueError, match="'grant-lost'"):
        IntegrationError(code="grant-lost")


def test_a_further_language_is_a_further_file(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('hello = "Hello {name}"\n[page]\nbye = "Bye"')
    (tmp_path / "fr.toml").write_text('hello = "Bonjour {name}"\n[page]\nbye = "Au revoir"')
    texts = Texts(folder=tmp_path)
    assert texts.languages == ("en", "fr")
    assert texts.say(texts.choose(None, "fr-CH, en;q=0.5"), "hello", name="Ada") == "Bonjour Ada"


@pytest.mark.parametrize(
    ("french", "told"),
    [
        ('hello = "Bonjour {name}"', "page.bye is missing"),
        ('hello = "Bonjour"\n[page]\nbye = "Au revoir"', "hello has other places"),
        ('hello = "Bonjour {name}"\nold = "x"\n[page]\nbye = "Au revoir"', "old is unknown"),
    ],
)
def test_a_language_that_says_something_else_is_refused_at_start(tmp_path: Path, french: str, told: str) -> None:
    (tmp_path / "en.toml").write_text('hello = "Hello {name}"\n[page]\nbye = "Bye"')
    (tmp_path / "fr.toml").write_text(french)
    with pytest.raises(OperatorError, match=told) as refused:
        Texts(folder=tmp_path)
    assert "fr.toml" in refused.value.remedy
