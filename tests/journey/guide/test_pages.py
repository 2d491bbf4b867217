"""The pages: what they say and in whose words, and that they need nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from tests.journey.guide.product import STEPS, manifest, product

from keyturn.journey.errors import ManifestWrong
from keyturn.journey.guide.pages import Guide, files, group_of, prose
from keyturn.journey.guide.reading import read
from keyturn.journey.guide.texts import LANGUAGES, texts


def built(**changes: object) -> dict[str, str]:
    values: dict[str, object] = {"declared": manifest(), "product": product(), "languages": LANGUAGES}
    made = files(Guide(**values | changes))  # type: ignore[arg-type]
    return {path: content.decode() for path, content in made.items()}


def shape(told: object) -> object:
    if isinstance(told, dict):
        return {key: shape(value) for key, value in told.items()}
    return len(told) if isinstance(told, list) else set(re.findall(r"\[[\w.-]+\]|{\w+}", str(told)))


def test_every_language_says_as_much_and_quotes_the_same_words() -> None:
    one, *others = (shape(texts(language)) for language in LANGUAGES)
    assert [other for other in others if other != one] == []


def test_a_chapter_for_every_step_in_every_language() -> None:
    made = built()
    for language in LANGUAGES:
        for step in STEPS:
            page = made[f"{language}/{step}.html"]
            assert f'<html lang="{language}">' in page
            assert ("step", step) in read(page).mentions
    assert "de/codes.html" not in made


def test_a_step_the_guide_knows_nothing_of_is_told_in_the_products_words() -> None:
    page = built(product=product(steps=("connect", "unheard")))["en/unheard.html"]
    assert "(help.unheard.title)" in page and "(help.unheard.text)" in page
    assert ("step", "unheard") in read(page).mentions


def test_the_reason_of_a_scope_is_the_manifests_and_in_the_readers_language() -> None:
    scope, table = "smartlock.action", "[oauth.reasons.de]\n"
    plain = built()
    assert "moves the door when you ask for it" in plain["en/allowed.html"]
    assert "moves the door" not in plain["de/allowed.html"]
    assert "Because of doors, de" in plain["de/allowed.html"]
    told = built(declared=manifest(f'{table}"{scope}" = "bewegt Ihre Tür für Sie"'))
    assert "bewegt Ihre Tür für Sie" in told["de/allowed.html"]
    with pytest.raises(ManifestWrong, match="not asked for"):
        manifest(f'{table}"smartlock.log" = "zeigt Ihnen das Protokoll"')


def test_a_product_word_is_quoted_as_the_product_shows_it_and_never_as_markup() -> None:
    said = prose("Press [a.b] at {company}.", {"a.b": "<Go>"}, "A & B")
    assert said == "Press <kbd>&lt;Go&gt;</kbd> at A &amp; B."
    with pytest.raises(KeyError):
        prose("[nothing.there]", {}, "")


def test_what_is_declared_cannot_become_markup() -> None:
    page = built(product=product(company="<script>alert(1)</script>"))["en/connect.html"]
    assert "<script" not in page and "&lt;script&gt;" in page


def test_nothing_is_loaded_from_elsewhere_and_no_script_is_there() -> None:
    for path, page in built(pictures=frozenset({"en/start"})).items():
        if path.endswith(".html"):
            assert read(page).loads == []
            assert "<script" not in page and "style=" not in page and "<style" not in page
            assert not re.search(r'(src|srcset|href)="/', page), "it works below any address"


def test_only_pictures_that_were_taken_are_shown() -> None:
    made = built(pictures=frozenset({"en/start"}))
    assert 'src="../pictures/en/start-phone.png"' in made["en/connect.html"]
    assert "<img" not in made["de/connect.html"].partition("<main")[2]
    assert read(made["en/connect.html"]).images["../pictures/en/start-phone.png"] == (
        "The start page with the button start.connect en."
    )


def test_search_engines_are_let_in_only_when_that_is_wanted() -> None:
    assert all("noindex" in page for path, page in built().items() if path.endswith(".html"))
    assert "noindex" not in "".join(built(findable=True).values())


def test_one_language_offers_no_choice() -> None:
    made = built(languages=("de",))
    assert not [path for path in made if path.startswith("en/")]
    assert 'class="tongues"' not in made["de/connect.html"]


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("grant-lost", "connecting"),
        ("connect-denied", "connecting"),
        ("unknown-code", "access"),
        ("unknown-door", "doors"),
        ("action-failed", "doors"),
        ("not-found", "pages"),
    ],
)
def test_a_problem_stands_where_a_customer_looks_for_it(code: str, group: str) -> None:
    assert group_of(code) == group
