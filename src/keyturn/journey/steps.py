"""The five steps from the first idea to customers, each with its evidence, and the one next thing to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from keyturn.checklist import CHECKLIST
from keyturn.journey import offer
from keyturn.journey.application import Deed
from keyturn.journey.form import BAD, Form
from keyturn.journey.manifest import Manifest, judged_scopes, placeholders
from keyturn.journey.progress import Progress
from keyturn.journey.seen import Checked
from keyturn.journey.words import Words
from keyturn.nuki.models.api_key import KeyStatus

APPROVED = (KeyStatus.TESTING, KeyStatus.ACTIVE)
ENGLISH = Words()


class Standing(StrEnum):
    """How a step stands. ``unknown``: what would tell could not be asked."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """``next`` is what to do; nothing when it is done."""

    name: str
    title: str
    standing: Standing
    evidence: tuple[str, ...]
    next: str

    def __post_init__(self) -> None:
        if self.standing is Standing.DONE:
            msgspec.structs.force_setattr(self, "next", "")


class Nuki(msgspec.Struct, frozen=True, kw_only=True):
    """What Nuki told. ``devices`` are the types in the company's own account; ``skipped`` says why one is not known."""

    status: KeyStatus | None = None
    pending: tuple[Deed, ...] = ()
    devices: tuple[int, ...] | None = None
    skipped: Literal["", "no-token", "no-permission"] = ""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``next`` is the one thing to do now."""

    integration: str
    manifest: tuple[str, ...]
    """What is still to be mended in it."""
    steps: tuple[Step, ...]
    next: str


def way(
    manifest: Manifest,
    nuki: Nuki,
    checked: Checked | None,
    form: Form,
    progress: Progress,
    say: Words = ENGLISH,
) -> Way:
    """From everything there is to know, in one language."""
    unready = tuple(_unready(manifest, say))
    steps = (
        _devices(manifest, nuki, checked, say),
        _application(nuki, progress, say),
        _develop(checked, say),
        _form(nuki, form, progress, say),
        _release(nuki, progress, say),
    )
    left = [step.next for step in steps if step.next]
    following = unready[0] if unready else left[0] if left else say("next.nothing")
    return Way(integration=manifest.integration.name, manifest=unready, steps=steps, next=following)


def _step(say: Words, name: str, done: bool, evidence: Iterable[str], following: str) -> Step:
    standing = Standing.DONE if done else Standing.OPEN
    return Step(name=name, title=say(f"step.{name}"), standing=standing, evidence=tuple(evidence), next=following)


def _unready(manifest: Manifest, say: Words) -> Iterator[str]:
    if left := placeholders(manifest):
        yield say("manifest.placeholders", keys=", ".join(left))
    missing, needless = judged_scopes(manifest)
    for scope, why in missing.items():
        yield say("manifest.missing", scope=scope, why=why)
    for scope in needless:
        yield say("manifest.needless", scope=scope)


def _devices(manifest: Manifest, nuki: Nuki, checked: Checked | None, say: Words) -> Step:
    real = {offer.DEVICE_OF_TYPE.get(kind, "") for kind in nuki.devices or ()}
    virtual = checked.seen.devices if checked else frozenset()
    lacking = [offer.DEVICES[name] for name in manifest.integration.devices if name not in real | virtual]
    evidence = [say("told.virtual", device=offer.DEVICES[name]) for name in sorted(virtual)]
    evidence += [say("told.real", device=offer.DEVICES[name]) for name in sorted(real - {""})]
    if nuki.devices is None:
        evidence.append(say("told.account", why=say(f"why.{nuki.skipped}")))
    return _step(say, "J1", not lacking, evidence, say("next.devices", lacking=", ".join(lacking)))


def _application(nuki: Nuki, progress: Progress, say: Words) -> Step:
    if nuki.status is None:
        told, why = progress.last("status"), say(f"why.{nuki.skipped}")
        evidence = say("told.not_asked", why=why)
        if told:
            evidence = say("told.last", why=why, at=_when(told.at), status=told.text)
        done = bool(told and told.text in APPROVED)
        step = _step(say, "J2", done, (evidence,), say("next.token"))
        return step if done else msgspec.structs.replace(step, standing=Standing.UNKNOWN)
    following = say("next.turned_down" if progress.turned_down(nuki.status) else f"next.{nuki.status}")
    if nuki.pending and nuki.status in APPROVED:
        following = say("next.pending")
    evidence = say("told.shows", status=nuki.status)
    pending = (say("told.pending", deed=say(f"deed.{deed.name}")) for deed in nuki.pending)
    return _step(say, "J2", nuki.status in APPROVED and not nuki.pending, (evidence, *pending), following)


def _develop(checked: Checked | None, say: Words) -> Step:
    if checked is None:
        return _step(say, "J3", False, (say("told.no_check"),), say("next.check"))
    bad = [point for point in checked.points if point.verdict in BAD]
    evidence = [say("told.checked", at=_when(checked.at), profile=checked.profile)]
    for point in checked.points:
        verdict = say(f"verdict.{point.verdict}")
        evidence.append(say("told.point", number=point.number, slug=point.slug, verdict=verdict))
    mend = say("next.mend", number=bad[0].number, slug=bad[0].slug) if bad else ""
    return _step(say, "J3", not bad, evidence, mend)


def _form(nuki: Nuki, form: Form, progress: Progress, say: Words) -> Step:
    made = progress.last("form")
    finished = bool(made and made.text.startswith("ready"))
    ready = bool(made and made.text == f"ready {form.mark}") and not form.waits_for
    evidence = [say("told.not_written")]
    if made:
        evidence = [say("told.written", at=_when(made.at), state=say("told.ready") if finished else made.text)]
    evidence += [say("told.open", key=each.key) for each in form.open]
    following = say("next.send" if ready else "next.form_again" if finished else "next.form")
    checked = nuki.status is KeyStatus.ACTIVE
    if checked:
        evidence.append(say("told.shows", status=nuki.status))
    return _step(say, "J4", checked, evidence, following)


def _release(nuki: Nuki, progress: Progress, say: Words) -> Step:
    released = progress.last("released")
    evidence = say("told.released", at=_when(released.at)) if released else say("told.not_released")
    done = released is not None and nuki.status in (KeyStatus.ACTIVE, None)
    return _step(say, "J5", done, (evidence,), say("next.release"))


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def hindrances(
    manifest: Manifest, nuki: Nuki, checked: Checked | None, form: Form, say: Words = ENGLISH
) -> tuple[str, ...]:
    """What keeps customers from being let in; empty when nothing does."""
    return tuple(_hindrances(manifest, nuki, checked, form, say))


def _hindrances(manifest: Manifest, nuki: Nuki, checked: Checked | None, form: Form, say: Words) -> Iterator[str]:
    yield from _unready(manifest, say)
    if nuki.status is None:
        yield say("missing.not_asked", why=say(f"why.{nuki.skipped}"))
    elif nuki.status is not KeyStatus.ACTIVE:
        yield say("missing.not_active", status=nuki.status)
    yield from (say("missing.pending", deed=say(f"deed.{deed.name}")) for deed in nuki.pending)
    if checked is not None and (left_out := {p.number for p in CHECKLIST} - {p.number for p in checked.points}):
        yield say("missing.left_out", points=", ".join(f"P{number}" for number in sorted(left_out)))
    if checked is not None and checked.profile != "full":
        yield say("missing.profile", profile=checked.profile)
    yield from (say("missing.point", point=point) for point in form.failing)
    yield from (say("missing.difference", key=each.key, what=each.what, mend=each.mend) for each in form.open)
