"""A theme is read whole or refused with a remedy; a colour nobody could read does not get onto a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.integration.errors import OperatorError
from keyturn.integration.web.theme.contrast import NEEDED, ink_on, nearest, ratio, worst
from keyturn.integration.web.theme.theme import DARK_GROUNDS, LIGHT_GROUNDS, LOGO_BYTES, Theme, read_theme

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
STYLESHEET = Path(__file__).parents[4] / "src/keyturn/integration/web/static/keyturn.css"


def written(folder: Path, text: str, logo: str = PLAIN) -> Path:
    (folder / "logo.svg").write_text(logo)
    path = folder / "theme.toml"
    path.write_text(text)
    return path


def test_a_whole_theme(tmp_path: Path) -> None:
    text = (
        'accent = "#7a2f8f"\naccent_dark = "#d9a3e8"\nlogo = "logo.svg"\n'
        '[[links]]\ntext = "Imprint"\nhref = "https://example.com/imprint"'
    )
    theme = read_theme(written(tmp_path, text))
    assert theme.logo is not None
    assert theme.logo.kind == "image/svg+xml"
    assert theme.links == (("Imprint", "https://example.com/imprint"),)
    assert "--accent: #7a2f8f; --accent-ink: #ffffff;" in theme.style
    assert "--accent: #d9a3e8; --accent-ink: #000000;" in theme.style


def test_without_a_file_nothing_is_changed() -> None:
    assert read_theme(None) == Theme()
    assert Theme().style == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('accent = "#ffcc00"\naccent_dark = "#ffcc00"', "contrast of 1.3"),
        ('accent = "#123456"\naccent_dark = "#123456"', "accent_dark #123456 has a contrast"),
        ('accent = "#123456"', "one accent colour only"),
        ('accent = "red"\naccent_dark = "#ffffff"', "accent is 'red'"),
        ('name = "Harbour"', "has name"),
        ('logo = "none.svg"', "cannot be read"),
        ('[[links]]\ntext = "x"\nhref = "javascript:alert(1)"', "safe address"),
        ("accent = ", "cannot be read"),
    ],
)
def test_what_would_not_do_is_refused_with_a_remedy(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(OperatorError, match=told) as refused:
        read_theme(written(tmp_path, text))
    assert refused.value.remedy


@pytest.mark.parametrize(
    "logo",
    [
        PLAIN.replace("<rect", "<script>1</script><rect"),
        PLAIN.replace("<rect", '<rect onload="x()"'),
        PLAIN.replace("<rect", '<image href="https://example.com/x"/><rect'),
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + PLAIN,
        PLAIN + " " * LOGO_BYTES,
        "GIF89a",
    ],
)
def test_a_logo_is_an_image_and_nothing_else(tmp_path: Path, logo: str) -> None:
    with pytest.raises(OperatorError, match="logo"):
        read_theme(written(tmp_path, 'logo = "logo.svg"', logo))


def test_contrast_is_that_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("grounds", [LIGHT_GROUNDS, DARK_GROUNDS])
@pytest.mark.parametrize("colour", ["#ffcc00", "#777777", "#102030", "#ff0000", "#ffffff", "#000000"])
def test_the_near_colour_passes_and_its_ink_too(colour: str, grounds: tuple[str, ...]) -> None:
    near = nearest(colour, grounds)
    assert worst(near, grounds) >= NEEDED
    assert ratio(near, ink_on(near)) >= NEEDED


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    style = STYLESHEET.read_text()
    for paper, card in (LIGHT_GROUNDS, DARK_GROUNDS):
        assert f"--paper: {paper}; --card: {card.replace('#ffffff', '#fff')};" in style
