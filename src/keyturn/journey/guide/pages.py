"""The pages of the guide, as files of a static site: relative links only, no script, nothing from elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from keyturn.journey import offer
from keyturn.journey.guide.product import Product, expected
from keyturn.journey.guide.texts import texts
from keyturn.journey.manifest import Manifest

STYLE, CONTENTS = "guide.css", "index.html"
SIZES = {"phone": (360, 740), "desktop": (1024, 720)}
"""Width and height of the window, in CSS pixels, in which each picture is taken."""
_OF_CONNECTING = ("connect-", "grant-lost", "scope-missing", "account-not-paid", "upgrade-required")
_OF_ACCESS = ("code-", "invite-", "no-keypad", "unknown-code")
_OF_DOORS = ("action-", "unknown-", "door-busy", "setting-", "nuki-", "conflict", "request-refused")


@dataclass(frozen=True, kw_only=True)
class Guide:
    """What is to be made. ``pictures`` are those there are, as ``LANGUAGE/NAME``; ``findable``: by search engines."""

    declared: Manifest
    product: Product
    languages: tuple[str, ...]
    pictures: frozenset[str] = frozenset()
    findable: bool = False


def picture_file(language: str, name: str, size: str) -> str:
    """Where a picture is kept, as seen from the guide's folder."""
    return f"pictures/{language}/{name}-{size}.png"


def files(guide: Guide) -> dict[str, bytes]:
    """Every file but the pictures, by its path in the guide's folder."""
    look = guide.product.look
    own = resources.files("keyturn.journey.guide").joinpath(f"templates/{STYLE}").read_text("utf-8")
    made: dict[str, bytes] = {
        STYLE: f"{look.stylesheet}\n{own}".encode(),
        logo_file(guide.product): look.logo,
        CONTENTS: _rendered("languages.html", guide, guide.languages[0]),
    }
    for language in guide.languages:
        made[f"{language}/{CONTENTS}"] = _rendered("contents.html", guide, language)
        steps = guide.product.steps
        for place, step in enumerate(steps):
            around = {"before": steps[place - 1] if place else "", "after": (*steps, "")[place + 1]}
            made[f"{language}/{step}.html"] = _rendered("chapter.html", guide, language, step=step, **around)
    return made


def logo_file(product: Product) -> str:
    """The logo's place in the guide's folder."""
    return f"logo.{product.look.logo_kind}"


def prose(text: str, words: Mapping[str, str], company: str) -> Markup:
    """A sentence of the guide, each ``[key]`` as the word the product shows. Raises ``KeyError`` for one it lacks."""
    pieces = re.split(r"\[([\w.-]+)\]", text)
    said = [escape(piece.replace("{company}", company)) for piece in pieces]
    said[1::2] = [Markup("<kbd>{}</kbd>").format(words[key]) for key in pieces[1::2]]
    return Markup("").join(said)


def group_of(code: str) -> str:
    """Under which heading a problem stands."""
    if code.startswith(_OF_CONNECTING):
        return "connecting"
    if code.startswith(_OF_ACCESS):
        return "access"
    return "doors" if code.startswith(_OF_DOORS) else "pages"


def _rendered(template: str, guide: Guide, language: str, **more: Any) -> bytes:
    product, own, words = guide.product, texts(language), guide.product.words[language]
    groups: dict[str, list[str]] = {"connecting": [], "doors": [], "access": [], "pages": []}
    for code in product.problems:
        groups[group_of(code)].append(code)
    return (
        _environment()
        .get_template(template)
        .render(
            guide=guide,
            product=product,
            declared=guide.declared,
            language=language,
            own=own,
            words=words,
            told=lambda text: prose(text, words, product.company),
            names={"device": offer.DEVICES, "accessory": offer.ACCESSORIES},
            titles={code: texts(code)["page"]["title"] for code in guide.languages},
            language_names={code: texts(code)["page"]["language"] for code in guide.languages},
            mentioned=expected(guide.declared, product),
            reason=lambda scope: _reason(guide, language, scope),
            groups=groups,
            logo=logo_file(product),
            picture_file=picture_file,
            sizes=SIZES,
            **more,
        )
        .encode()
    )


def _reason(guide: Guide, language: str, scope: str) -> str:
    """Why a scope is asked for: in the manifest's words where it has some in that language, else in the product's."""
    told, words = guide.declared.oauth, guide.product.words[language]
    reasons = (told.scopes if language == "en" else {}) | told.reasons.get(language, {})
    return reasons.get(scope) or words.get(f"help.why.{scope.replace('.', '-')}") or words["help.why.other"]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("keyturn.journey.guide"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
