"""The five steps from the first idea to customers, each with its evidence, and the one next thing to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from keyturn.checklist import CHECKLIST
from keyturn.journey import offer
from keyturn.journey.application import NEXT, TURNED_DOWN
from keyturn.journey.form import BAD, Form
from keyturn.journey.manifest import Manifest, judged_scopes, placeholders
from keyturn.journey.progress import Progress
from keyturn.journey.seen import Checked
from keyturn.nuki.models.api_key import KeyStatus

APPROVED = (KeyStatus.TESTING, KeyStatus.ACTIVE)


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
    """What Nuki told, or why it was not asked. ``devices`` are the types in the company's own account."""

    status: KeyStatus | None = None
    pending: tuple[str, ...] = ()
    devices: tuple[int, ...] | None = None
    skipped: str = ""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``next`` is the one thing to do now."""

    integration: str
    manifest: tuple[str, ...]
    """What is still to be mended in it."""
    steps: tuple[Step, ...]
    next: str


def way(manifest: Manifest, nuki: Nuki, checked: Checked | None, form: Form, progress: Progress) -> Way:
    """From everything there is to know."""
    unready = tuple(_unready(manifest))
    steps = (
        _devices(manifest, nuki, checked),
        _application(nuki, progress),
        _develop(checked),
        _form(nuki, form, progress),
        _release(nuki, progress),
    )
    left = [step.next for step in steps if step.next]
    following = (
        unready[0] if unready else left[0] if left else "Nothing: the integration is released. Check it often."
    )
    return Way(integration=manifest.integration.name, manifest=unready, steps=steps, next=following)


def _unready(manifest: Manifest) -> Iterator[str]:
    if left := placeholders(manifest):
        yield f"Replace the placeholders in keyturn.toml: {', '.join(left)}."
    missing, needless = judged_scopes(manifest)
    for scope, why in missing.items():
        yield f"Add the scope {scope}, needed for {why}, to [oauth.scopes]."
    for scope in needless:
        yield f"Take the scope {scope} out of [oauth.scopes]: nothing declared needs it."


def _devices(manifest: Manifest, nuki: Nuki, checked: Checked | None) -> Step:
    real = {offer.DEVICE_OF_TYPE.get(kind, "") for kind in nuki.devices or ()}
    virtual = checked.seen.devices if checked else frozenset()
    lacking = [offer.DEVICES[name] for name in manifest.integration.devices if name not in real | virtual]
    evidence = [f"{offer.DEVICES[name]}: virtual, used in the last check" for name in sorted(virtual)]
    evidence += [f"{offer.DEVICES[name]}: real, in the company's own account" for name in sorted(real - {""})]
    if nuki.devices is None:
        evidence.append(f"Own account not asked: {nuki.skipped}")
    return Step(
        name="J1",
        title="Devices for testing",
        standing=Standing.OPEN if lacking else Standing.DONE,
        evidence=tuple(evidence),
        next=f"Try the integration with: {', '.join(lacking)}. `keyturn demo` and `keyturn check` have virtual ones; "
        "before the release, use a real one.",
    )


def _application(nuki: Nuki, progress: Progress) -> Step:
    told = progress.last("status")
    if nuki.status is None:
        last = f"; when last asked, {told.at:%Y-%m-%d %H:%M} UTC, it showed {told.text}" if told else ""
        done = bool(told and told.text in APPROVED)
        return Step(
            name="J2",
            title="Advanced API",
            standing=Standing.DONE if done else Standing.UNKNOWN,
            evidence=(f"Nuki was not asked: {nuki.skipped}{last}",),
            next="Put the company's API token into KEYTURN_NUKI_API_TOKEN, and say `keyturn apply`.",
        )
    following = TURNED_DOWN if progress.turned_down(nuki.status) else NEXT[nuki.status]
    if nuki.pending and nuki.status in APPROVED:
        following = "Say `keyturn apply`: Nuki has not got what the manifest says."
    ready = nuki.status in APPROVED and not nuki.pending
    return Step(
        name="J2",
        title="Advanced API",
        standing=Standing.DONE if ready else Standing.OPEN,
        evidence=(f"Nuki shows {nuki.status}", *(f"To be done at Nuki: {deed}" for deed in nuki.pending)),
        next=following,
    )


def _develop(checked: Checked | None) -> Step:
    if checked is None:
        return Step(
            name="J3",
            title="Develop",
            standing=Standing.OPEN,
            evidence=("No check has been read",),
            next="Prove it: keyturn check SUBJECT.toml --format json > state/check.json",
        )
    bad = [point for point in checked.points if point.verdict in BAD]
    told = f"Checked {checked.at:%Y-%m-%d %H:%M} UTC, profile {checked.profile}"
    mend = f"Mend P{bad[0].number} {bad[0].slug} (`keyturn check` says how), and check again." if bad else ""
    return Step(
        name="J3",
        title="Develop",
        standing=Standing.OPEN if bad else Standing.DONE,
        evidence=(told, *(f"P{point.number} {point.slug}: {point.verdict}" for point in checked.points)),
        next=mend,
    )


def _form(nuki: Nuki, form: Form, progress: Progress) -> Step:
    made = progress.last("form")
    ready = bool(made and made.text == f"ready {form.mark}") and not form.waits_for
    state = "ready" if made and made.text.startswith("ready") else made.text if made else ""
    written = f"Written {made.at:%Y-%m-%d %H:%M} UTC: {state}" if made else "Not written yet"
    following = (
        "Write it with `keyturn form`; it names each difference between what is declared and what was seen."
    )
    if made and made.text.startswith("ready") and not ready:
        following = "Write it again with `keyturn form`: what it says has changed since."
    if ready:
        following = "Send letter.txt and the form to developer@nuki.io, and wait until Nuki shows ACTIVE."
    checked = nuki.status is KeyStatus.ACTIVE
    return Step(
        name="J4",
        title="The check by Nuki",
        standing=Standing.DONE if checked else Standing.OPEN,
        evidence=(
            written,
            *(f"Open: {each.key}" for each in form.open),
            *(("Nuki shows ACTIVE",) if checked else ()),
        ),
        next=following,
    )


def _release(nuki: Nuki, progress: Progress) -> Step:
    released = progress.last("released")
    evidence = f"Recorded {released.at:%Y-%m-%d %H:%M} UTC" if released else "Not recorded"
    done = released is not None and nuki.status in (KeyStatus.ACTIVE, None)
    return Step(
        name="J5",
        title="Release",
        standing=Standing.DONE if done else Standing.OPEN,
        evidence=(evidence,),
        next="Record the release with `keyturn release`.",
    )


def hindrances(manifest: Manifest, nuki: Nuki, checked: Checked | None, form: Form) -> tuple[str, ...]:
    """What keeps customers from being let in; empty when nothing does."""
    return tuple(_hindrances(manifest, nuki, checked, form))


def _hindrances(manifest: Manifest, nuki: Nuki, checked: Checked | None, form: Form) -> Iterator[str]:
    yield from _unready(manifest)
    if nuki.status is not KeyStatus.ACTIVE:
        yield f"Nuki shows {nuki.status}, not ACTIVE." if nuki.status else f"Nuki was not asked: {nuki.skipped}."
    yield from (f"At Nuki is left to do: {deed} (`keyturn apply`)." for deed in nuki.pending)
    if checked is not None and (left_out := {p.number for p in CHECKLIST} - {p.number for p in checked.points}):
        yield f"The last check left out {', '.join(f'P{number}' for number in sorted(left_out))}: check everything."
    if checked is not None and checked.profile != "full":
        yield f"The last check was of profile {checked.profile}: check everything."
    yield from (f"{point} did not pass in the last check." for point in form.failing)
    yield from (f"{each.key}: {each.what}. {each.mend}" for each in form.open)
