"""``keyturn docs build`` and ``keyturn docs check``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Argument, Ended, Group, Option
from keyturn.cli.journey.files import MANIFEST, understood
from keyturn.cli.output import say

if TYPE_CHECKING:
    from keyturn.journey.guide.product import Product
    from keyturn.journey.manifest import Manifest

app = Group("The customers' guide: built from what is declared and what the product has, and held to both.")
FOLDER = Path("guide")


class Language(StrEnum):
    """The languages the product speaks."""

    EN = "en"
    DE = "de"


@app.verb("build")
def build(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    folder: Annotated[Path, Option("--out", metavar="FOLDER", help="Where the guide is put.")] = FOLDER,
    theme: Annotated[
        Path | None, Option(metavar="FILE", envvar="KEYTURN_THEME", help="The look, as the product's own.")
    ] = None,
    pictures: Annotated[
        bool, Option("--pictures/--no-pictures", help="Take pictures of the product; needs Chromium.")
    ] = True,
    language: Annotated[
        list[Language] | None, Option(metavar="en|de", help="Only this language; may be said again. [both]")
    ] = None,
    findable: Annotated[bool, Option("--findable", help="Let search engines list the guide.")] = False,
    force: Annotated[bool, Option("--force", help="Also over pages that were edited by hand.")] = False,
) -> None:
    """Build the customers' guide: a folder of pages that needs no server, no script and nothing from elsewhere.

    How to connect, what is allowed and why, doors, codes, every problem with its remedy, and how to leave; with
    pictures taken from the product itself. Put the folder on any web site, or let `keyturn serve` show it under
    /help: set KEYTURN_GUIDE to it.
    """
    import asyncio

    from keyturn.cli.journey.guide import folder as place
    from keyturn.cli.journey.guide.album import Album, album
    from keyturn.journey.guide import record
    from keyturn.journey.guide.pages import Guide, files
    from keyturn.journey.guide.product import differences

    declared, product = _told(file, theme)
    languages = tuple(dict.fromkeys(map(str, language or Language)))
    place.claim(folder, force)
    taken = asyncio.run(album(declared, theme, product.steps, languages)) if pictures else Album()
    guide = Guide(
        declared=declared, product=product, languages=languages, pictures=frozenset(taken.shown), findable=findable
    )
    made = files(guide) | taken.pictures
    place.put(folder, made | {record.NAME: record.written(record.record_of(languages, made, taken.shown))})
    pages = sum(path.endswith(".html") for path in made)
    say(f"Written to {folder}: {pages} pages, {len(taken.pictures)} pictures. Open {folder / 'index.html'}.")
    for each in differences(declared, product):
        say(str(each))


@app.verb("check")
def check(
    folder: Annotated[Path, Argument("FOLDER", help="The guide. [guide]")] = FOLDER,
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    theme: Annotated[
        Path | None, Option(metavar="FILE", envvar="KEYTURN_THEME", help="The look, as the product's own.")
    ] = None,
    pictures: Annotated[
        bool, Option("--pictures/--no-pictures", help="Compare the pictures with the product; needs Chromium.")
    ] = True,
) -> None:
    """Hold a guide to the manifest and the product of this version, also one that was edited by hand.

    Ends with 1, and names each finding with its mend, when a page mentions a scope, device, action or step that is not
    there, or misses one that is; when an error code has no remedy; when a picture no longer shows the product.
    """
    import asyncio

    from keyturn.cli.journey.guide import folder as place
    from keyturn.cli.journey.guide.album import album
    from keyturn.journey.guide.check import findings, stale

    declared, product = _told(file, theme)
    kept, files = place.content_of(folder)
    found = list(findings(declared, product, files))
    if pictures and kept.pictures:
        fresh = asyncio.run(album(declared, theme, product.steps, kept.languages, files))
        found += stale(kept.pictures, fresh.shown, fresh.apart)
    for each in found:
        say(str(each))
    if found:
        say(f"{len(found)} finding{'s' if len(found) > 1 else ''}: the guide is not true.")
        raise Ended(1)
    say(f"{folder} says what the product has.")


def _told(file: Path, theme: Path | None) -> tuple[Manifest, Product]:
    from keyturn.cli.journey.guide.product import product_for
    from keyturn.journey import manifest

    with understood(file):
        declared = manifest.read(file)
    return declared, product_for(declared, theme)
