"""All pictures of a guide, taken in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keyturn.cli.complaint import Broken
from keyturn.cli.journey.guide.camera import apart, camera_on, chromium
from keyturn.cli.journey.guide.story import tell
from keyturn.cli.journey.guide.street import street
from keyturn.journey.guide.record import Shown
from keyturn.journey.guide.texts import texts
from keyturn.journey.manifest import Manifest


@dataclass
class Album:
    """``pictures`` by file, ``shown`` by ``LANGUAGE/NAME``; ``apart`` is how far each file is from an earlier one."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)
    apart: dict[str, float] = field(default_factory=dict)


async def album(
    declared: Manifest,
    theme: Path | None,
    steps: tuple[str, ...],
    languages: tuple[str, ...],
    before: Mapping[str, bytes] | None = None,
) -> Album:
    """Play the story once for each language; ``before`` are files of an earlier guide to compare with.

    Raises :class:`Complaint` where there is no Chromium, :class:`Broken` when the product does not play along.
    """
    made = Album()
    async with chromium() as browser:
        from playwright.async_api import Error

        for language in languages:
            async with street(declared, theme, texts(language)["home"]) as way:
                camera = await camera_on(browser, way, language)
                try:
                    await tell(camera, way, steps, language)
                except Error as trouble:
                    where, why = camera.page.url.partition("?")[0], trouble.message.splitlines()[0]
                    raise Broken(f"The product did not go on at {where}.", camera.trouble or why) from None
                await camera.page.context.close()
                made.pictures |= camera.pictures
                made.shown |= camera.shown
        made.apart = await apart(browser, before or {}, made.pictures)
    return made
