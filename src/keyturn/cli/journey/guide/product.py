"""What the integration of this very version has, as the guide wants it told: the one place where the two meet."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from keyturn.cli.complaint import Complaint
from keyturn.integration import Settings
from keyturn.integration.actions.action import Kind, kinds_for
from keyturn.integration.errors import OperatorError
from keyturn.integration.settings import WebhookMode
from keyturn.integration.web.help.offer import offer_of
from keyturn.integration.web.texts import Texts
from keyturn.integration.web.theme.theme import Theme, read_theme
from keyturn.journey.guide.product import Button, Look, Product
from keyturn.journey.manifest import Manifest
from keyturn.journey.offer import DEVICE_OF_TYPE
from keyturn.nuki.scopes import Scope
from keyturn.secrecy import Secret

_ACTIONS: dict[Kind, str] = {
    Kind.LOCK: "lock",
    Kind.FULL_LOCK: "lock",
    Kind.FORCE_LOCK: "lock",
    Kind.UNLOCK: "unlock",
    Kind.FORCE_UNLOCK: "unlock",
    Kind.LOCK_N_GO: "lock_n_go",
    Kind.LOCK_N_GO_OPEN: "lock_n_go",
    Kind.RING_TO_OPEN_ON: "ring_to_open",
    Kind.RING_TO_OPEN_OFF: "ring_to_open",
    Kind.CONTINUOUS_ON: "continuous_mode",
    Kind.CONTINUOUS_OFF: "continuous_mode",
}
_OPENS = {"opener": "electric_strike", "box": "open_box"}
"""What opening is called in the manifest, for a device that is no lock."""


def settings_for(declared: Manifest, theme: Path | None) -> Settings:
    """An installation that has what is declared; where it runs has still to be said."""
    actions = declared.integration.actions
    return Settings(
        base_url="https://guide.test",
        client_id="guide",
        client_secret=Secret(""),
        database=Path("keyturn.db"),
        scopes=tuple(declared.oauth.scopes),
        company=declared.company.name,
        support=declared.company.support,
        theme=theme,
        access=bool({"codes", "invites"} & set(actions)),
        activity="activity" in actions,
        configure="settings" in actions,
        webhooks=WebhookMode.CENTRAL if declared.webhooks.mode == "central" else WebhookMode.DECENTRAL,
    )


def product_for(declared: Manifest, theme: Path | None) -> Product:
    """Its facts and words. Raises :class:`Complaint` for a theme that would not do."""
    settings, texts = settings_for(declared, theme), Texts()
    explained = {key.split(".")[1] for key in texts.keys("en") if key.startswith("device_error.")}
    offered = offer_of(settings, explained)
    acts = Scope.SMARTLOCK_ACTION in settings.scopes
    buttons = {device: _buttons(device) if acts else () for device in declared.integration.devices}
    others = {"codes": settings.access, "invites": settings.access, "activity": settings.activity}
    switched = {"read": True, **others, "settings": settings.configure}
    moves = {each.action for row in buttons.values() for each in row}
    return Product(
        company=settings.company,
        support=settings.support,
        scopes=settings.scopes,
        steps=offered.sections,
        actions=frozenset(moves | {name for name, on in switched.items() if on}),
        buttons=buttons,
        problems=offered.problems,
        device_errors=offered.device_errors,
        words={language: _words(texts, language, settings.company) for language in texts.languages},
        look=_look(theme),
    )


def _buttons(device: str) -> tuple[Button, ...]:
    number = next(number for number, name in DEVICE_OF_TYPE.items() if name == device)
    return tuple(
        Button(kind=str(kind), action=_OPENS.get(device, "unlatch") if kind is Kind.OPEN else _ACTIONS[kind])
        for kind in kinds_for(number)
    )


def _words(texts: Texts, language: str, company: str) -> dict[str, str]:
    return {key: texts.say(language, key).replace("{company}", company) for key in texts.keys(language)}


def _look(path: Path | None) -> Look:
    try:
        theme = read_theme(path)
    except OperatorError as trouble:
        raise Complaint(str(trouble), trouble.remedy) from None
    web = resources.files("keyturn.integration.web").joinpath("static")
    logo, kind = _logo(theme) if theme.logo else (web.joinpath("icon.svg").read_bytes(), "svg")
    style = f"{web.joinpath('keyturn.css').read_text('utf-8')}\n{theme.style}"
    return Look(stylesheet=style, logo=logo, logo_kind=kind, links=theme.links)


def _logo(theme: Theme) -> tuple[bytes, str]:
    assert theme.logo is not None
    return theme.logo.content, "png" if theme.logo.kind == "image/png" else "svg"
