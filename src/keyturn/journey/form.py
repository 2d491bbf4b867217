"""The integration form: what Nuki collects before it checks an integration (documented: D-int).

Filled in from the manifest and held against what the last check saw and, if it was asked, the running integration;
every difference has to be settled or explained.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from keyturn.journey import offer
from keyturn.journey.manifest import Manifest
from keyturn.journey.running.facts import Facts
from keyturn.journey.seen import CANNOT_BE_SEEN, Checked

BAD = ("failed", "broken")
"""Verdicts with which nothing is sent."""


class Difference(msgspec.Struct, frozen=True):
    """``key`` is what `[explained]` calls it; ``reason`` what stands there, and empty as long as it is open."""

    key: str
    what: str
    mend: str
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to settle or explain it."""
        return not self.reason


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """The form as Nuki would get it."""

    company: str
    integration: str
    website: str
    contact: str
    short_text: str
    long_text: str
    devices: tuple[str, ...]
    accessories: tuple[str, ...]
    actions: tuple[str, ...]
    scopes: tuple[str, ...]
    help_url: str
    support: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """``reasons``: of each scope. ``points``: number, slug and verdict. ``checked_at`` in UTC."""

    form: Fields
    country: str
    market: tuple[str, ...]
    type: str
    client_id: str
    privacy_url: str
    support_url: str
    redirect_uris: tuple[str, ...]
    webhooks: str
    reasons: dict[str, str]
    differences: tuple[Difference, ...]
    stale: tuple[str, ...]
    """Explained, although there is no such difference any more."""
    points: tuple[tuple[int, str, str], ...]
    checked_at: datetime | None
    running: Facts | None = None

    @property
    def open(self) -> tuple[Difference, ...]:
        """What keeps it from being sent."""
        return tuple(each for each in self.differences if each.open)

    @property
    def failing(self) -> tuple[str, ...]:
        """Points a review would turn down, or of which nothing is known."""
        return tuple(f"P{number} {slug}" for number, slug, verdict in self.points if verdict in BAD)

    @property
    def waits_for(self) -> str:
        """Why it must not be sent yet, in words; nothing when it may."""
        told = []
        if count := len(self.open):
            told.append(f"{count} difference{'s' if count > 1 else ''} neither settled nor explained")
        if self.failing:
            told.append(f"points that did not pass: {', '.join(self.failing)}")
        if not self.client_id:
            told.append("no client id known (`keyturn apply` comes first)")
        return "; ".join(told)

    @property
    def mark(self) -> str:
        """Eight hexadecimal digits that change with anything it says, but for what changes by the hour."""
        whole = msgspec.json.encode(msgspec.structs.replace(self, checked_at=None, running=None))
        return hashlib.sha256(whole).hexdigest()[:8]


def filled(manifest: Manifest, checked: Checked | None, client_id: str = "", running: Facts | None = None) -> Form:
    """Pure."""
    company, told = manifest.company, manifest.integration
    found = tuple(differences(manifest, checked, running))
    return Form(
        form=Fields(
            company=company.name,
            integration=told.name,
            website=manifest.urls.site,
            contact=company.email,
            short_text=told.short,
            long_text=told.description,
            devices=tuple(offer.DEVICES[name] for name in told.devices),
            accessories=tuple(offer.ACCESSORIES[name] for name in told.accessories),
            actions=tuple(offer.ACTIONS[name].words for name in told.actions),
            scopes=tuple(manifest.oauth.scopes),
            help_url=manifest.urls.help,
            support=company.support,
        ),
        country=company.country,
        market=company.market,
        type=told.type,
        client_id=client_id,
        privacy_url=manifest.urls.privacy,
        support_url=manifest.urls.support,
        redirect_uris=manifest.oauth.redirect_uris,
        webhooks=manifest.webhooks.mode,
        reasons=manifest.oauth.scopes,
        differences=found,
        stale=tuple(sorted(set(manifest.explained) - {each.key for each in found})),
        points=tuple((p.number, p.slug, str(p.verdict)) for p in checked.points) if checked else (),
        checked_at=checked.at if checked else None,
        running=running,
    )


def differences(manifest: Manifest, checked: Checked | None, running: Facts | None = None) -> Iterator[Difference]:
    """Between what is declared and what was seen, the explained ones included. Pure."""
    if checked is None:
        yield Difference("check", "No check has been read, so nothing declared is proved", "Run `keyturn check`.")
        return
    sources = {"the check": checked.seen} | ({"the running integration": running.seen} if running else {})
    told = manifest.integration
    accessories = [name for name in told.accessories if name not in CANNOT_BE_SEEN]
    for group, declared in (
        ("devices", told.devices),
        ("accessories", accessories),
        ("actions", told.actions),
        ("scopes", manifest.oauth.scopes),
    ):
        really = {source: getattr(seen, group) for source, seen in sources.items()}
        yield from _apart(group, declared, really, manifest.explained)
    if running and running.live:
        yield from _not_granted(manifest, checked, running)


def _apart(
    group: str, declared: Collection[str], really: dict[str, frozenset[str]], explained: dict[str, str]
) -> Iterator[Difference]:
    where = "[oauth.scopes]" if group == "scopes" else f"integration.{group}"
    everything = frozenset().union(*really.values())
    for name in declared:
        if name not in everything:
            key = f"{group}.{name}"
            nobody = f"{next(iter(really))} never" if len(really) == 1 else f"neither {' nor '.join(really)}"
            what = f"{_words(group, name)} is declared, and {nobody} saw it"
            mend = (
                f"Take it out of {where}, let the check play it (SUBJECT.toml, full profile), or explain {key!r}."
            )
            yield Difference(key, what, mend, _reason(explained, key))
    for name in sorted(everything):
        if name not in declared:
            key = f"{group}.{name}"
            seers = " and ".join(source for source, seen in really.items() if name in seen)
            what = f"{_words(group, name)} was seen in {seers}, and is not declared"
            mend = f"Add {name!r} to {where}, let the integration do without, or explain {key!r}."
            yield Difference(key, what, mend, _reason(explained, key))


def _not_granted(manifest: Manifest, checked: Checked, running: Facts) -> Iterator[Difference]:
    """A check may have asked for what customers were never asked for."""
    for scope in manifest.oauth.scopes:
        if scope in checked.seen.scopes and scope not in running.scopes and scope not in offer.HARMLESS:
            key = f"scopes.{scope}"
            what = f"The scope {scope} is declared and was seen in the check, and no live grant has it"
            mend = f"Let what is in use ask for it (KEYTURN_SCOPES), take it out of [oauth.scopes], or explain {key!r}."
            yield Difference(key, what, mend, _reason(manifest.explained, key))


def _reason(explained: dict[str, str], key: str) -> str:
    reason = explained.get(key, "").strip()
    return reason if len(reason.split()) >= 3 else ""


def _words(group: str, name: str) -> str:
    if group == "actions":
        return f"The action {offer.ACTIONS[name].words!r}"
    named = {"devices": offer.DEVICES, "accessories": offer.ACCESSORIES}.get(group, {})
    return f"The {group.removesuffix('s').replace('accessorie', 'accessory')} {named.get(name, name)}"
