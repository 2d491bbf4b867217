"""The company's look on every page: its colours, its logo as an inert image, its links."""

from __future__ import annotations

from pathlib import Path

from tests.pair.joined import Street, play

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def test_a_themed_page(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(LOGO)
    (tmp_path / "theme.toml").write_text(
        'accent = "#7a2f8f"\naccent_dark = "#d9a3e8"\nlogo = "logo.svg"\n'
        '[[links]]\ntext = "Imprint"\nhref = "https://example.com/imprint"'
    )

    async def story(street: Street) -> None:
        page = (await street.person.go("/")).page
        assert page is not None
        assert 'href="/theme/style.css"' in page.text
        assert 'src="/theme/logo"' in page.text
        assert '<a href="https://example.com/imprint">Imprint</a>' in page.text
        logo = (await street.person.go("/theme/logo")).page
        assert logo is not None
        assert logo.text == LOGO
        assert logo.headers["content-type"] == "image/svg+xml"
        assert logo.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in logo.headers["content-security-policy"]
        style = (await street.person.go("/theme/style.css")).page
        assert style is not None
        assert "#7a2f8f" in style.text

    play(tmp_path, story, theme=tmp_path / "theme.toml")


def test_without_a_theme_pages_look_as_they_come(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        page = (await street.person.go("/")).page
        assert page is not None
        assert "/theme/" not in page.text
        missing = (await street.person.go("/theme/logo")).page
        assert missing is not None
        assert missing.status_code == 404

    play(tmp_path, story)
