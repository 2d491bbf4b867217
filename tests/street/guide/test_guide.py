"""The guide with pictures of the real product: for everybody, true when built, and no longer true once it is spoilt.

Built once; screenshots of its pages are kept beside those of the product's own.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright
from tests.cli.journey.guide.desk import DOORS, EVERYTHING, LEAST, Desk
from tests.street.test_access_pages import judge
from tests.street.test_browser import CHROMIUM, SIZES

from keyturn.cli.app import app
from keyturn.cli.journey.guide.album import album
from keyturn.cli.journey.guide.product import product_for
from keyturn.journey.draft import Answers, written
from keyturn.journey.guide.record import Record, parsed
from keyturn.journey.guide.texts import LANGUAGES, texts
from keyturn.journey.manifest import parsed as parsed_manifest

pytestmark = pytest.mark.street
INTERCOM = replace(
    DOORS, devices=("opener",), actions=("read", "electric_strike", "ring_to_open", "continuous_mode")
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guide")
    (folder / "keyturn.toml").write_text(written(EVERYTHING))
    app(("docs", "build", "--manifest", str(folder / "keyturn.toml"), "--out", str(folder / "guide")))
    return folder


def record(folder: Path) -> Record:
    return parsed((folder / "guide/guide.json").read_bytes())


def test_every_picture_a_chapter_speaks_of_is_taken_in_every_size_and_language(built: Path) -> None:
    wanted = {
        f"{code}/{name}"
        for code in LANGUAGES
        for each in texts(code).values()
        for name in each.get("pictures", ())
    }
    shown = record(built).pictures
    assert shown.keys() == wanted
    for picture in shown.values():
        for file in picture.files:
            assert (built / "guide" / file).read_bytes().startswith(b"\x89PNG")
    assert any("Unlocked: the door has confirmed it." in line for line in shown["en/confirmed"].lines)
    assert any("Anna Petersen" in line for line in shown["de/codes"].lines)


@pytest.mark.parametrize(
    ("answers", "confirmed"), [(LEAST, None), (INTERCOM, "Geöffnet: Die Tür hat es bestätigt.")]
)
def test_a_product_that_does_less_is_photographed_too(answers: Answers, confirmed: str | None) -> None:
    declared = parsed_manifest(written(answers))
    steps = product_for(declared, None).steps
    taken = asyncio.run(album(declared, None, steps, ("de",)))
    wanted = {f"de/{name}" for step in steps for name in texts("de").get(step, {}).get("pictures", ())}
    assert taken.shown.keys() == wanted
    told = taken.shown["de/confirmed"].lines if confirmed else ()
    assert confirmed is None or any(confirmed in line for line in told)


async def visit(browser: Browser, pages: list[Path], size: str, scheme: Any) -> list[str]:
    page, found = await browser.new_page(viewport=SIZES[size], color_scheme=scheme), list[str]()  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in pages:
        await page.goto(file.as_uri())
        await judge(page, f"guide-{file.parent.name}-{file.stem}-{size}-{scheme}", found)
    await page.close()
    return found + [address for address in asked if not address.startswith(pages[-1].parent.as_uri())]


@pytest.mark.parametrize(
    ("size", "scheme", "language"), [("phone", "light", "en"), ("phone", "dark", "de"), ("desktop", "light", "de")]
)
def test_the_guide_is_for_everybody_and_asks_nobody_else(
    built: Path, size: str, scheme: str, language: str
) -> None:
    pages = [*sorted((built / "guide" / language).glob("*.html")), built / "guide/index.html"]
    assert len(pages) == 14

    async def story() -> list[str]:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            found = await visit(browser, pages, size, scheme)
            await browser.close()
            return found

    assert asyncio.run(story()) == []


def test_only_what_was_spoilt_is_found(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built)
    guide, desk = built / "guide", Desk(built, capsys)
    pictures = guide / "pictures"
    (pictures / "en/doors-phone.png").write_bytes((pictures / "en/start-phone.png").read_bytes())
    (pictures / "de/support-desktop.png").write_bytes(b"no picture")
    kept = json.loads((guide / "guide.json").read_bytes())
    lines = kept["pictures"]["de/account"]["lines"]
    kept["pictures"]["de/account"]["lines"] = [line.replace("Ihr Konto", "Mein Konto") for line in lines]
    (guide / "guide.json").write_text(json.dumps(kept))
    told = desk.says("check", code=1)
    assert 'pictures/de/account: the product has changed: it shows ‘heading "Ihr Konto"' in told
    assert "pictures/en/doors-phone.png: " in told and "of the picture looks different from the product" in told
    assert "pictures/de/support-desktop.png: 100% of the picture" in told
    assert "3 findings: the guide is not true." in told, told
