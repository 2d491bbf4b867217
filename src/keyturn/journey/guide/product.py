"""What the guide is held to: the running product's facts and words, handed over by whoever knows the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from keyturn.journey import offer
from keyturn.journey.errors import Flaw
from keyturn.journey.manifest import Manifest

Words = Mapping[str, str]
"""The product's own sentences of one language, by the keys of its texts, the company's name filled in."""


@dataclass(frozen=True, kw_only=True)
class Button:
    """``kind`` as the product's texts name it; ``action`` is the manifest's word for what it does."""

    kind: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """``stylesheet`` is the product's, theme included; ``logo_kind`` the logo's ending; ``links`` of the footer."""

    stylesheet: str
    logo: bytes
    logo_kind: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Product:
    """``steps`` are the parts of the product a customer walks through, in order; ``buttons`` are by device.

    ``problems`` are the codes a customer can meet, each with the keys ``problem.CODE.title``, ``.what`` and ``.next``
    among the words; ``device_errors`` those a door itself reports.
    """

    company: str
    support: str
    scopes: tuple[str, ...]
    steps: tuple[str, ...]
    actions: frozenset[str]
    buttons: Mapping[str, tuple[Button, ...]]
    problems: tuple[str, ...]
    device_errors: tuple[str, ...]
    words: Mapping[str, Words]
    look: Look


def expected(declared: Manifest, product: Product) -> dict[str, tuple[str, ...]]:
    """What a guide in any language has to mention, and nothing else: by kind of mention."""
    return {
        "step": product.steps,
        "scope": product.scopes,
        "device": declared.integration.devices,
        "accessory": declared.integration.accessories,
        "action": tuple(name for name in offer.ACTIONS if name in product.actions),
        "button": tuple(dict.fromkeys(each.kind for row in product.buttons.values() for each in row)),
        "problem": product.problems,
        "device-error": product.device_errors,
    }


def differences(declared: Manifest, product: Product) -> Iterator[Flaw]:
    """Where manifest and product disagree: no guide is true to both. Those explained in the manifest are settled."""
    for each in _differences(declared, product):
        if len(declared.explained.get(each.key, "").split()) < 3:
            yield each


def _differences(declared: Manifest, product: Product) -> Iterator[Flaw]:
    actions, scopes = set(declared.integration.actions), set(declared.oauth.scopes)
    for name, deed in offer.ACTIONS.items():
        key = f"actions.{name}"
        if name in actions - product.actions:
            mend = f"Take {name!r} out of integration.actions, or ask for the scope it needs."
            yield Flaw(key, f"{deed.words!r} is declared, and the product does not have it", mend)
        elif name in product.actions - actions:
            mend = f"Add {name!r} to integration.actions, or explain {key!r} in [explained]."
            yield Flaw(key, f"the product has {deed.words!r}, and it is not declared", mend)
    for scope in product.scopes:
        if scope not in scopes:
            mend = f"Add {scope!r} with its reason to [oauth.scopes]."
            yield Flaw(f"scopes.{scope}", f"the product asks for {scope}, and it is not declared", mend)
