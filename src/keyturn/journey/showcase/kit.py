"""The kit's papers: texts, fact sheet and listing, from what is declared, what was seen, and what was drawn. Pure."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from keyturn.journey import offer
from keyturn.journey.errors import Flaw
from keyturn.journey.manifest import Manifest, placeholders
from keyturn.journey.seen import Checked
from keyturn.journey.showcase.logo import KEY, Logo
from keyturn.journey.showcase.texts import LANGUAGES, LENGTHS, Text, said, texts_of
from keyturn.journey.showcase.texts import flaws as flaws_of_texts


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What is to be made. ``logos`` by the ground they are for, ``light`` or ``dark``; ``pictures``: file and caption,
    by language, in the order in which they are shown."""

    declared: Manifest
    logos: Mapping[str, Logo]
    checked: Checked | None
    pictures: Mapping[str, tuple[tuple[str, str], ...]]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those there are texts in."""
        return tuple(language for language in LANGUAGES if any(said(self.declared, language)))


def papers(kit: Kit) -> dict[str, bytes]:
    """Every paper by its name."""
    told = [text for language in kit.languages for text in texts_of(kit.declared, language)]
    made = {"texts.md": _as_markdown(told), "texts.json": msgspec.json.format(msgspec.json.encode(told))}
    for language in kit.languages:
        made[f"fact-sheet.{language}.html"] = _rendered("sheet.html", kit, language)
        made[f"listing.{language}.html"] = _rendered("listing.html", kit, language)
    for ground, logo in kit.logos.items():
        if logo.kind:
            made[f"logo{'-dark' if ground == 'dark' else ''}.{logo.kind}"] = logo.content
    return made


def flaws(kit: Kit) -> Iterator[Flaw]:
    """What keeps the kit from being shown to anybody."""
    for key in placeholders(kit.declared):
        yield Flaw(key, "still to be replaced", "Write your own words.")
    yield from flaws_of_texts(kit.declared)
    if "light" not in kit.logos:
        yield Flaw(KEY, "there is no logo", 'Write logo = "logo.svg" into [showcase], and put the file beside it.')
    for logo in kit.logos.values():
        yield from logo.flaws
    if kit.checked is None:
        yield Flaw("check", "nothing was checked yet", "Run `keyturn check`: the fact sheet names its result.")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("keyturn.journey.showcase"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_file("words.toml"))


def _file(name: str) -> str:
    return resources.files("keyturn.journey.showcase").joinpath(name).read_text("utf-8")


def _rendered(template: str, kit: Kit, language: str) -> bytes:
    told, words = kit.declared.integration, _words()[language]
    reasons = kit.declared.oauth.scopes if language == "en" else kit.declared.oauth.reasons.get(language, {})
    html = (
        _templates()
        .get_template(template)
        .render(
            style=Markup(_file("templates/kit.css")),  # noqa: S704 - our own file
            declared=kit.declared,
            language=language,
            w=words,
            texts={text.length: text.words for text in texts_of(kit.declared, language)},
            logo=_inside(kit.logos.get("light")),
            devices=[offer.DEVICES[name] for name in told.devices],
            accessories=[offer.ACCESSORIES[name] for name in told.accessories],
            actions=[words["actions"].get(name, offer.ACTIONS[name].words) for name in told.actions],
            reasons=reasons,
            checked=kit.checked,
            pictures=kit.pictures.get(language, ()),
        )
    )
    return html.encode()


def _inside(logo: Logo | None) -> str:
    """A logo as an address that holds it whole, so that a paper can be sent alone."""
    if logo is None or not logo.kind:
        return ""
    return f"data:{logo.media_type};base64,{base64.b64encode(logo.content).decode()}"


def _as_markdown(told: list[Text]) -> bytes:
    lines = []
    for text in told:
        most = f"at most {LENGTHS[text.length]}, has {len(text.words)}"
        lines += [f"## {text.language}: {text.length} ({most})", "", text.words or "(nothing fits)", ""]
    return "\n".join(lines).encode()
