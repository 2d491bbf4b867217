"""Health at a glance: what is fine, what to look at, in one row a subject. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keyturn.integration.watch.figures import Figures
from keyturn.integration.watch.ready import Readiness
from keyturn.integration.webhooks.central import Standing
from keyturn.integration.webhooks.health import ENOUGH, NUKI_WARNS, WE_WARN

FINE, LOOK, ACT = "fine", "look", "act"
LATE_SECONDS = 60.0
"""A backlog this old is not work under way any more."""


@dataclass(frozen=True)
class Sign:
    """``subject`` names the sentence; ``values`` fill it in; ``where`` shows more."""

    subject: str
    level: str
    values: dict[str, object]
    where: str = ""


def signs(now: Figures, ready: Readiness, circuit: str, central: Standing | None = None) -> list[Sign]:
    """Every subject, in the order in which it matters."""
    return [*_signs(now, ready, circuit), *_address(central)]


def _signs(now: Figures, ready: Readiness, circuit: str) -> Iterator[Sign]:
    for name, said in ready.parts.items():
        if said != "ok":
            yield Sign("part", ACT, {"part": name, "said": said})
    if ready.ready:
        yield Sign("ready", FINE, {})
    yield Sign(f"circuit_{circuit}", FINE if circuit == "closed" else ACT, {})
    living = now.grants.get("active", 0) + now.grants.get("stale", 0)
    yield Sign("grants", FINE, {"living": living, "lost": now.grants.get("lost", 0)}, "/operator/grants")
    overdue = now.renewals_overdue
    yield Sign("renewals", LOOK if overdue else FINE, {"number": overdue}, "/operator/grants?state=overdue")
    yield Sign("waiting", FINE, {"number": now.actions_waiting}, "/operator/waiting")
    late = now.inbox.oldest_seconds > LATE_SECONDS
    yield Sign(
        "inbox",
        ACT if late else FINE,
        {"number": now.inbox.waiting, "seconds": round(now.inbox.oldest_seconds)},
        "/operator/webhooks",
    )
    if dead := now.inbox_states.get("dead", 0):
        yield Sign("dead", ACT, {"number": dead}, "/operator/webhooks?state=dead")
    yield Sign("budget", _budget(now), {"share": 100 * now.failed_share}, "/operator/webhooks")
    late = now.events_out.oldest_seconds > 60 * LATE_SECONDS
    yield Sign("events", LOOK if late else FINE, {"number": now.events_out.waiting}, "/operator/events")
    if now.events_given_up:
        yield Sign("given_up", LOOK, {"number": now.events_given_up}, "/operator/events?state=given_up")
    yield Sign(
        "cases", LOOK if now.cases_late else FINE, {"number": now.cases, "late": now.cases_late}, "/operator/cases"
    )
    strange = now.sealed.get("other", 0)
    yield Sign("vault", ACT if strange else FINE, {"number": strange}, "/operator/vault")


def _address(central: Standing | None) -> Iterator[Sign]:
    if central is not None and not central.on:
        yield Sign("address_off", ACT, {}, "/operator/webhooks")
    elif central is not None:
        subject, level = ("address_unknown", LOOK) if central.trouble else ("address_on", FINE)
        yield Sign(subject, level, {}, "/operator/webhooks")


def _budget(now: Figures) -> str:
    if now.taken + now.not_taken < ENOUGH or now.failed_share < WE_WARN:
        return FINE
    return ACT if now.failed_share >= NUKI_WARNS else LOOK
