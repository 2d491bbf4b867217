"""``keyturn showcase`` at a terminal, and what it has made in a real browser."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright
from tests.cli.journey.guide.desk import Desk
from tests.journey import reports
from tests.journey.showcase.test_logo import svg
from tests.journey.showcase.test_texts import GERMAN
from tests.street.test_browser import CHROMIUM, SIZES

from keyturn.journey.draft import Answers

DOORS = Answers(
    company="Harbour Stays",
    actions=("read", "lock", "unlock", "codes", "activity"),
    site="https://harbour.example",
    description="Owners of holiday flats in Austria connect their Nuki account once. Their guests unlock the flat from "
    "the booking page during their stay, and owners see at once whether the door is locked again.",
)
LOGO = '[showcase]\nlogo = "logo.svg"\n'
WHITE = '<circle cx="8" cy="8" r="8" fill="#fff"/>'


class Kitchen(Desk):
    """Where the kit is made."""

    verb = "showcase"

    def complete(self) -> None:
        self.declare(DOORS, LOGO + 'logo_dark = "dark.svg"\n' + GERMAN)
        (self.folder / "logo.svg").write_bytes(svg())
        (self.folder / "dark.svg").write_bytes(svg(WHITE))
        reports.write(self.folder / "state/check.json", "list", "lock", "unlock", "codes", "log")


@pytest.fixture
def kitchen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kitchen:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KEYTURN_THEME", raising=False)
    return Kitchen(tmp_path, capsys)


def test_what_is_missing_is_named_and_what_there_is_is_made(kitchen: Kitchen) -> None:
    kitchen.declare(DOORS)
    told = kitchen.says("--no-pictures", code=1)
    for part in (
        "showcase.de",
        "showcase.logo: there is no logo",
        "check: nothing was checked",
        "3 things to settle",
    ):
        assert part in told, told
    made = {path.name for path in (kitchen.folder / "showcase").iterdir()}
    assert made == {"texts.md", "texts.json", "fact-sheet.en.html", "listing.en.html"}
    kitchen.complete()
    assert "The kit is ready to be given away" in kitchen.says("--no-pictures")
    texts = json.loads((kitchen.folder / "showcase/texts.json").read_text())
    assert {text["language"] for text in texts} == {"en", "de"}


def test_nothing_is_written_when_something_cannot_be_read(kitchen: Kitchen) -> None:
    assert "keyturn.toml" in kitchen.says(code=2)
    kitchen.declare(DOORS, LOGO)
    assert "showcase.logo: logo.svg cannot be read: No such file" in kitchen.says("--no-pictures", code=2)
    (kitchen.folder / "logo.svg").mkdir()
    assert "cannot be read: Is a directory" in kitchen.says("--no-pictures", code=2)
    kitchen.declare(DOORS, "[showcase]\nlogos = 'a'\n")
    assert "showcase.logos (line" in kitchen.says("--no-pictures", code=2)
    (kitchen.folder / "logo.svg").rmdir()
    kitchen.complete()
    (kitchen.folder / "state/check.json").write_text("no report")
    assert "no report of a check" in kitchen.says("--no-pictures", code=2)
    reports.write(kitchen.folder / "state/check.json", "list")
    (kitchen.folder / "showcase").write_text("a file")
    assert "cannot be written" in kitchen.says("--no-pictures", code=2)
    assert (kitchen.folder / "showcase").read_text() == "a file"


@pytest.mark.street
def test_the_kit_with_pictures_is_for_everybody(kitchen: Kitchen, tmp_path: Path) -> None:
    kitchen.complete()
    (tmp_path / "dark.svg").write_bytes(svg())
    told = kitchen.says(code=1)
    assert "showcase.logo_dark: only" in told and "1 thing to settle" in told
    (tmp_path / "dark.svg").write_bytes(svg(WHITE))
    assert "ready to be given away" in kitchen.says()
    made = {path.relative_to(tmp_path / "showcase").as_posix() for path in (tmp_path / "showcase").rglob("*.*")}
    for name in ("doors", "confirmed", "codes", "activity"):
        assert {f"pictures/{language}/{name}-{size}.png" for language in ("en", "de") for size in SIZES} <= made
    assert (tmp_path / "showcase/fact-sheet.de.pdf").read_bytes().startswith(b"%PDF")

    async def looked_at() -> list[str]:
        found: list[str] = []
        async with async_playwright() as play:
            browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for size, scheme in (("phone", "dark"), ("desktop", "light")):
                context: Any = await browser.new_context(viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
                page = await context.new_page()
                for paper in ("listing.en.html", "listing.de.html", "fact-sheet.de.html"):
                    await page.goto(f"file://{tmp_path}/showcase/{paper}")
                    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                    broken = await page.evaluate(
                        "[...document.images].filter(i => i.loading != 'lazy' && !i.naturalWidth).length"
                    )
                    found += (
                        [f"{paper} {size}: {wide} px too wide, {broken} pictures broken"]
                        if wide > 0 or broken
                        else []
                    )
                    answer = (await Axe().run(page)).response
                    found += [f"{paper} {size}: {each['id']}" for each in answer["violations"]]
            await browser.close()
        return found

    assert asyncio.run(looked_at()) == []
