"""What is drawn and what is judged, from plain numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from keyturn.integration.access.code import CodeState
from keyturn.integration.access.invite import InviteState
from keyturn.integration.actions.action import ActionState, Kind
from keyturn.integration.grants.grant import GrantState
from keyturn.integration.notify.sender import DeliveryState as Outgoing
from keyturn.integration.operator.glance import ACT, FINE, LOOK, signs
from keyturn.integration.operator.pages import DELIVERIES, HEALTH, OUTGOING
from keyturn.integration.operator.plots import HEIGHT, plot
from keyturn.integration.store.operator.story import KINDS
from keyturn.integration.support.case import CaseState
from keyturn.integration.watch.figures import Backlog, Figures
from keyturn.integration.watch.ready import Readiness
from keyturn.integration.watch.records import Hour
from keyturn.integration.web.texts import Texts
from keyturn.integration.webhooks.inbox import DeliveryState as Incoming

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READY = Readiness({"database": "ok"})
CALM = Figures(
    at=NOW,
    grants={"active": 3, "lost": 1},
    renewals_overdue=0,
    actions={},
    actions_waiting=0,
    codes={},
    inbox=Backlog(waiting=0, oldest_seconds=0),
    inbox_states={},
    taken=1000,
    not_taken=0,
    events_out=Backlog(waiting=0, oldest_seconds=0),
    events_given_up=0,
    endpoints={},
    leases={},
)


def level_of(subject: str, circuit: str = "closed", ready: Readiness = READY, **changes: Any) -> str:
    found = {sign.subject: sign.level for sign in signs(replace(CALM, **changes), ready, circuit)}
    return found.get(subject, "")


def test_a_calm_day_is_fine() -> None:
    assert {sign.level for sign in signs(CALM, READY, "closed")} == {FINE}


def test_what_needs_somebody_is_said() -> None:
    assert level_of("part", ready=Readiness({"vault": "no key"})) == ACT
    assert level_of("circuit_open", "open") == ACT
    assert level_of("renewals", renewals_overdue=2) == LOOK
    assert level_of("inbox", inbox=Backlog(waiting=1, oldest_seconds=61)) == ACT
    assert level_of("inbox", inbox=Backlog(waiting=900, oldest_seconds=2)) == FINE
    assert level_of("dead", inbox_states={"dead": 1}) == ACT
    assert level_of("budget", not_taken=25) == LOOK
    assert level_of("budget", not_taken=60) == ACT
    assert level_of("budget", taken=1, not_taken=1) == FINE, "two deliveries say nothing"
    assert level_of("given_up", events_given_up=1) == LOOK
    assert level_of("vault", sealed={"k1": 4, "other": 1}) == ACT


def test_a_plot_stacks_to_its_height() -> None:
    hours = [Hour(at=NOW + timedelta(hours=hour)) for hour in range(24)]
    hours[3] = Hour(at=hours[3].at, counts={"confirmed": 6, "unknown": 1, "failed": 1})
    hours[4] = Hour(at=hours[4].at, counts={"confirmed": 1})
    drawn = plot(hours)
    assert drawn.most == 8 and drawn.totals == {"good": 7, "doubtful": 1, "bad": 1}
    tall = [bar for bar in drawn.bars if bar.x == 62]
    assert sum(bar.height for bar in tall) == HEIGHT and min(bar.y for bar in tall) == 0
    assert [bar.layer for bar in tall] == ["good", "doubtful", "bad"]
    assert plot([]).bars == () and plot(hours[:3]).most == 0


def test_every_language_has_every_sentence() -> None:
    texts = Texts("keyturn.integration.operator")
    assert texts.languages == ("en", "de")
    assert texts.keys("en") == texts.keys("de")
    for sign in signs(CALM, Readiness({"vault": "no"}), "half_open"):
        assert texts.say("de", f"sign.{sign.subject}", **sign.values)


def test_every_state_and_kind_has_a_word() -> None:
    texts = Texts("keyturn.integration.operator")
    states = (GrantState, ActionState, CodeState, InviteState, Incoming, Outgoing, CaseState)
    assert [state for each in states for state in each if not texts.has(f"state.{state}")] == []
    assert [kind for kind in Kind if not texts.has(f"detail.{kind}")] == []
    assert [
        state for state in (*HEALTH, *DELIVERIES, *OUTGOING) if not texts.has(f"choice.{state or 'all'}")
    ] == []
    assert [what for what in KINDS if not texts.has(f"moment.{what}")] == []
