"""The verb: everything is made in memory first, then written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Ended, Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.files import MANIFEST, REPORT, understood, write
from keyturn.cli.output import say

if TYPE_CHECKING:
    from keyturn.journey.guide.product import Product
    from keyturn.journey.manifest import Manifest
    from keyturn.journey.showcase.kit import Kit
    from keyturn.journey.showcase.logo import Logo

SHOWN = ("doors", "confirmed", "codes", "activity")
"""The pictures of the guide that show what the product is for; those the product has."""


def showcase(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    report: Annotated[Path, Option(metavar="FILE", help="JSON report of the last check.")] = REPORT,
    folder: Annotated[Path, Option("--out", metavar="FOLDER", help="Where the kit is put.")] = Path("showcase"),
    theme: Annotated[
        Path | None, Option(metavar="FILE", envvar="KEYTURN_THEME", help="The look, as the product's own.")
    ] = None,
    pictures: Annotated[
        bool, Option("--pictures/--no-pictures", help="Pictures of the product, and PDF; needs Chromium.")
    ] = True,
) -> None:
    """Prepare the kit for joint marketing: texts in four lengths, logo, pictures, fact sheet, preview of a listing.

    Texts and logo come from [integration] and [showcase] of keyturn.toml; a logo is judged before it is taken in.
    Ends with 1 while something is named that should not be shown like this. Nothing is sent.
    """
    import asyncio

    from keyturn.cli.journey.guide.product import product_for
    from keyturn.journey import manifest, seen
    from keyturn.journey.showcase.kit import Kit, flaws, papers
    from keyturn.journey.showcase.logo import unseen

    with understood(file):
        declared, checked = manifest.read(file), seen.read(report)
    logos, product = _logos(declared, file), product_for(declared, theme)
    kit = Kit(declared=declared, logos=logos, checked=checked, pictures=_captions(product) if pictures else {})
    found, made = list(flaws(kit)), papers(kit)
    if pictures:
        drawn, shares = asyncio.run(_drawn(theme, product, kit, made))
        made, found = made | drawn, [*found, *unseen(shares)]
    for name, content in made.items():
        write(folder / name, content)
    say(f"Written to {folder}: {len(made)} files. Look at {folder / 'listing.en.html'} first.")
    for each in found:
        say(str(each))
    if found:
        say(f"{len(found)} thing{'s' if len(found) > 1 else ''} to settle before the kit is given to anybody.")
        raise Ended(1)
    say("The kit is ready to be given away: nothing in it waits for you.")


def _logos(declared: Manifest, file: Path) -> dict[str, Logo]:
    """By the ground each is for. Raises :class:`Complaint` for a file that cannot be read."""
    from keyturn.journey.showcase.logo import MOST_BYTES, judged

    found = {}
    for ground, key in (("light", "logo"), ("dark", "logo_dark")):
        if not (name := getattr(declared.showcase, key)):
            continue
        place = file.parent / name
        try:
            if place.stat().st_size > 16 * MOST_BYTES:
                raise Complaint(f"showcase.{key}: {place} has more than 16 MiB.", "Give an SVG or a PNG of 1 MiB.")
            found[ground] = judged(place.read_bytes())
        except OSError as trouble:
            raise Complaint(
                f"showcase.{key}: {place} cannot be read: {trouble.strerror}.", "Put it beside the manifest."
            ) from None
    return found


def _captions(product: Product) -> dict[str, tuple[tuple[str, str], ...]]:
    """File and caption of each picture, by language, as the guide has them."""
    from keyturn.journey.guide.pages import picture_file, prose
    from keyturn.journey.guide.texts import LANGUAGES, texts

    captions = {}
    for language in LANGUAGES:
        words, own = product.words[language], texts(language)
        told = {name: text for step in product.steps for name, text in own[step].get("pictures", {}).items()}
        captions[language] = tuple(
            (picture_file(language, name, "phone"), prose(told[name], words, product.company).striptags())
            for name in SHOWN
            if name in told
        )
    return captions


async def _drawn(
    theme: Path | None, product: Product, kit: Kit, made: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, float]]:
    """Pictures of the product, the fact sheets on paper, and how much of the logo is seen on which ground."""
    from keyturn.cli.journey.guide.album import album
    from keyturn.cli.journey.pdf import printed
    from keyturn.cli.journey.showcase.contrast import shares

    taken = await album(kit.declared, theme, product.steps, kit.languages)
    shown = [file for name, each in taken.shown.items() if name.partition("/")[2] in SHOWN for file in each.files]
    drawn = {file: taken.pictures[file] for file in shown}
    for language in kit.languages:
        if paper := await printed(made[f"fact-sheet.{language}.html"].decode()):
            drawn[f"fact-sheet.{language}.pdf"] = paper
    return drawn, await shares(kit.logos)
