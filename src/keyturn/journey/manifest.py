"""``keyturn.toml``: what a company declares about its integration, read strictly."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

import msgspec

from keyturn.journey import offer
from keyturn.journey.errors import Flaw, ManifestWrong, NotNow
from keyturn.nuki.models.api_key import ApplicationType
from keyturn.nuki.scopes import Scope
from keyturn.nuki.webhooks import Feature

Mode = Literal["central", "decentral", "none"]
FEWEST_WORDS = 25
"""Nuki asks for as much detail as possible (documented: D-int); fewer words than this are surely none."""
PLACEHOLDER = "replace-me"
_AT = re.compile(r"at `\$\.?([^`]*)`")
_FIELD = re.compile(r"(unknown|missing required) field `([^`]+)`")


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Company(_Table, frozen=True, kw_only=True):
    """``country``: of the head office; ``market``: the countries whose customers are meant, as two letters."""

    name: str
    country: str
    market: tuple[str, ...]
    email: str
    """Read by people: Nuki's warnings about webhooks go there (documented: P-WH)."""
    support: str
    """Where customers get help."""


class Integration(_Table, frozen=True, kw_only=True):
    """``description``: what customers do with it, and who they are; ``short``: one sentence for a listing."""

    name: str
    type: ApplicationType
    short: str
    description: str
    devices: tuple[str, ...]
    accessories: tuple[str, ...] = ()
    actions: tuple[str, ...]


class Urls(_Table, frozen=True, kw_only=True):
    """Public pages."""

    site: str
    help: str
    support: str
    privacy: str


class OAuth(_Table, frozen=True, kw_only=True):
    """``scopes``: each with the reason a customer and Nuki are told, in English. ``reasons``: by language, for
    customers who read another."""

    redirect_uris: tuple[str, ...]
    scopes: dict[str, str]
    reasons: dict[str, dict[str, str]] = {}


class Webhooks(_Table, frozen=True, kw_only=True):
    """``url`` is the central address; decentral ones are made per account."""

    mode: Mode = "decentral"
    url: str = ""
    features: tuple[Feature, ...] = ()


class Told(_Table, frozen=True, kw_only=True):
    """As in :class:`Integration`, in another language."""

    short: str
    description: str


class Showcase(_Table, frozen=True, kw_only=True):
    """``logo``, and ``logo_dark`` for dark grounds: files beside the manifest. ``de``: the texts in German, besides the
    English of [integration]."""

    logo: str = ""
    logo_dark: str = ""
    de: Told | None = None


class Manifest(_Table, frozen=True, kw_only=True):
    """The whole file. ``explained``: differences between what is declared and what was seen, each with its reason."""

    company: Company
    integration: Integration
    urls: Urls
    oauth: OAuth
    webhooks: Webhooks = Webhooks()
    showcase: Showcase = Showcase()
    explained: dict[str, str] = {}


def read(file: Path) -> Manifest:
    """Raises :class:`ManifestWrong` that names key, line and mend of everything that is wrong.

    Raises :class:`NotNow` for a file that is not there or cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotNow(
            f"{file} is not there.", "Make one with `keyturn init`, or name another by --manifest."
        ) from None
    except (OSError, UnicodeDecodeError) as trouble:
        why = getattr(trouble, "strerror", None) or "it is no UTF-8"
        raise NotNow(f"{file} cannot be read: {why}.", "Check the path, or name another by --manifest.") from None
    return parsed(text, file.name)


def parsed(text: str, name: str = "keyturn.toml") -> Manifest:
    """As :func:`read`, of a text. Pure."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        found = re.search(r"line (\d+)", str(trouble))
        line = int(found[1]) if found else None
        raise ManifestWrong(Flaw(name, f"no TOML: {trouble}", "Mend that line.", line)) from None
    try:
        manifest = msgspec.convert(tables, Manifest)
    except msgspec.ValidationError as trouble:
        raise ManifestWrong(_told(str(trouble), text)) from None
    if found_flaws := tuple(_placed(flaws(manifest), text)):
        raise ManifestWrong(*found_flaws)
    return manifest


def flaws(manifest: Manifest) -> Iterator[Flaw]:
    """What Nuki, a customer or the software could not live with. Pure."""
    told, company = manifest.integration, manifest.company
    yield from _unknown("integration.devices", told.devices, offer.DEVICES)
    yield from _unknown("integration.accessories", told.accessories, offer.ACCESSORIES)
    yield from _unknown("integration.actions", told.actions, offer.ACTIONS)
    yield from _unknown("oauth.scopes", manifest.oauth.scopes, [str(each) for each in Scope])
    if not told.devices:
        yield Flaw("integration.devices", "empty", f"Name some of: {', '.join(offer.DEVICES)}.")
    yield from _fitting(told)
    for key, email in (("company.email", company.email), ("company.support", company.support)):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email) and not _https(email):
            yield Flaw(key, f"{email!r} is no mail address", "Write it like help@company.example.")
    countries = [("company.country", company.country), *(("company.market", each) for each in company.market)]
    for key, country in countries:
        if not re.fullmatch(r"[A-Z]{2}", country):
            yield Flaw(key, f"{country!r} is no country", "Write two capital letters, like AT.")
    for key in ("site", "help", "support", "privacy"):
        if not _https(url := getattr(manifest.urls, key)):
            yield Flaw(
                f"urls.{key}", f"{url!r} is no public https address", "Write it like https://company.example."
            )
    yield from _oauth(manifest.oauth)
    hooks = manifest.webhooks
    if hooks.mode == "central" and not _https(hooks.url):
        yield Flaw("webhooks.url", f"{hooks.url!r} is no https address", "Central webhooks need one.")
    if hooks.mode == "none" and set(told.actions) & offer.MOVES:
        yield Flaw(
            "webhooks.mode", "none, but doors are moved", "Only a webhook confirms: say central or decentral."
        )


def judged_scopes(manifest: Manifest) -> tuple[dict[str, str], tuple[str, ...]]:
    """Scopes missing, each with what needs it, and scopes that nothing declared needs."""
    actions = tuple(name for name in manifest.integration.actions if name in offer.ACTIONS)
    asked = frozenset(manifest.oauth.scopes)
    mode = manifest.webhooks.mode
    return offer.missing(actions, mode, asked), offer.needless(actions, mode, asked)


def placeholders(manifest: Manifest) -> tuple[str, ...]:
    """The keys that still hold what `keyturn init` put there to be replaced."""
    tables = msgspec.to_builtins(manifest)
    found = []
    for table, fields in tables.items():
        for key, value in fields.items():
            if PLACEHOLDER in str(value).lower():
                found.append(f"{table}.{key}")
    return tuple(found)


def _fitting(told: Integration) -> Iterator[Flaw]:
    for name in told.actions:
        deed = offer.ACTIONS.get(name)
        if deed and deed.device and deed.device not in told.devices:
            mend = f"Add {deed.device!r} to integration.devices, or take {name!r} out."
            yield Flaw("integration.actions", f"{name!r} is done by an {offer.DEVICES[deed.device]} only", mend)
        if deed and deed.accessory and deed.accessory not in told.accessories:
            mend = f"Add {deed.accessory!r} to integration.accessories, or take {name!r} out."
            yield Flaw("integration.actions", f"{name!r} needs a {offer.ACCESSORIES[deed.accessory]}", mend)
    if (words := len(told.description.split())) < FEWEST_WORDS:
        what = f"{words} words, and Nuki asks for as much detail as possible"
        yield Flaw(
            "integration.description", what, "Say who the customers are, where, and what they do with doors."
        )


def _oauth(told: OAuth) -> Iterator[Flaw]:
    for uri in told.redirect_uris:
        if not _https(uri) or "#" in uri or "*" in uri:
            what = f"{uri!r} is no https address without # and *"
            yield Flaw("oauth.redirect_uris", what, "Nuki sends people to one exact address only.")
    if not told.redirect_uris:
        yield Flaw("oauth.redirect_uris", "empty", "Write the address Nuki sends people back to.")
    tables = {"oauth.scopes": told.scopes} | {f"oauth.reasons.{name}": each for name, each in told.reasons.items()}
    for table, reasons in tables.items():
        for scope, reason in reasons.items():
            if scope not in told.scopes:
                yield Flaw(f"{table}.{scope}", "not asked for", "Add it to oauth.scopes, or take it out here.")
            if len(reason.split()) < 3:
                yield Flaw(f"{table}.{scope}", f"{reason!r} is no reason", "Say what a customer gets for it.")


def _unknown(key: str, given: Iterable[str], known: Iterable[str]) -> Iterator[Flaw]:
    names = list(known)
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            meant = f"Do you mean {near[0]!r}? " if near else ""
            yield Flaw(key, f"{name!r} is unknown", f"{meant}Known are: {', '.join(names)}.")


def host_of(url: str) -> str:
    """The host of an https address; empty for whatever is none."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme == "https" and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        return ""
    return (parts.hostname or "") if whole else ""


def _https(url: str) -> bool:
    return bool(host_of(url))


def _placed(found: Iterable[Flaw], text: str) -> Iterator[Flaw]:
    for flaw in found:
        yield Flaw(flaw.key, flaw.what, flaw.mend, line_of(text, flaw.key))


def line_of(text: str, key: str) -> int | None:
    """The line on which a dotted key is set, or its table begins."""
    table, _, last = re.sub(r"\[[^\]]*\]", "", key).partition(".")
    lines, first = text.splitlines(), 0
    for number, line in enumerate(lines):
        if re.match(rf"\s*\[{re.escape(table)}[\].]", line):
            first = number
            break
    own = re.compile(rf'\s*"?{re.escape(last.partition(".")[2] or last)}"?\s*=') if last else re.compile(r"\s*\[")
    return next((n + 1 for n, line in enumerate(lines) if n >= first and own.match(line)), first + 1 or None)


def _told(trouble: str, text: str) -> Flaw:
    at, field = _AT.search(trouble), _FIELD.search(trouble)
    place = at[1] if at else ""
    if field is None:
        what = trouble.partition(" - at")[0]
        mend = "Give it a value of the kind `keyturn init` writes."
        if place == "integration.type":
            mend = f"One of: {', '.join(get_args(ApplicationType))}."
        return Flaw(place or "the file", what, mend, line_of(text, place) if place else None)
    key = f"{place}.{field[2]}".lstrip(".")
    if field[1] == "unknown":
        return Flaw(key, "no known key", "Take it out, or correct its spelling.", line_of(text, key))
    return Flaw(key, "missing", "Add it; `keyturn init` shows how.", line_of(text, place or key))
