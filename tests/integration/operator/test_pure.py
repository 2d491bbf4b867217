"""What is drawn and what is judged, from plain numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from keyturn.integration.access.code import CodeState
from keyturn.integration.access.invite import InviteState
from keyturn.integration.actions.action import ActionState, Kind
from keyturn.integration.errors import Blame
from keyturn.integration.grants.grant import GrantState
from keyturn.integration.notify.sender import DeliveryState as Outgoing
from keyturn.integration.operator.cases.answers import LANGUAGES, SOLVED, draft, offered, table
from keyturn.integration.operator.cases.pages import TOOLS, WORDS, cause
from keyturn.integration.operator.glance import ACT, FINE, LOOK, signs
from keyturn.integration.operator.pages import DELIVERIES, HEALTH, OUTGOING
from keyturn.integration.operator.plots import HEIGHT, plot
from keyturn.integration.store.operator.story import KINDS
from keyturn.integration.support.case import PATIENCE, Case, CaseEvent, CaseState
from keyturn.integration.support.handover import Tried
from keyturn.integration.support.triage import Deed
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
    registrations=3,
    events_out=Backlog(waiting=0, oldest_seconds=0),
    events_given_up=0,
    endpoints={},
    cases=0,
    cases_late=0,
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
    assert level_of("cases", cases=3) == FINE and level_of("cases", cases=3, cases_late=1) == LOOK
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
        state
        for state in (*HEALTH, *DELIVERIES, *OUTGOING, *CaseState)
        if not texts.has(f"choice.{state or 'all'}")
    ] == []
    for event in CaseEvent:
        assert texts.has(f"cases.event.{event}")
    for state in PATIENCE:
        assert texts.has(f"cases.due_{state}")
    said = [f"{part}.{tool}" for part in ("tool", "tool_what", "done") for tool in TOOLS]
    said += [f"say.{event}" for event in WORDS] + [f"fault.{blame}" for blame in Blame]
    assert [each for each in said if not texts.has(f"cases.{each}")] == []
    assert [what for what in KINDS if not texts.has(f"moment.{what}")] == []


def test_every_language_has_every_draft_and_none_asks_for_a_secret() -> None:
    english, texts = table()["en"].drafts, Texts("keyturn.integration.operator")
    assert tuple(table()) == LANGUAGES == texts.languages
    for language, drafts in table().items():
        assert drafts.drafts.keys() == english.keys()
        assert ["{link}" in text for text in drafts.drafts.values()] == [
            "{link}" in text for text in english.values()
        ]
        letter = draft("send_connect_link", language, "Contoso", "https://contoso.example/connect?link=x")
        assert letter.endswith("\nContoso") and "https://contoso.example/connect?link=x\n" in letter
    assert {name for name in english if name != SOLVED} <= set(Deed)
    assert [
        name for name in english if name != "send_connect_link" and not texts.has(f"cases.drafts.{name}")
    ] == []
    assert offered((Deed.ASK_BRIDGE, Deed.READ_SMARTLOCKS))[0] == Deed.ASK_BRIDGE
    assert draft("nothing", "en", "Contoso") == draft("wait", "xx", "Contoso") == ""


def tried(state: ActionState, **changes: str) -> Tried:
    facts: dict[str, Any] = {"settled_at": None, "request_id": "r", "error_code": None, "error": ""} | changes
    return Tried(requested_at=NOW, kind="lock", state=state, **facts)


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([], "question"),
        ([tried(ActionState.CONFIRMED), tried(ActionState.FAILED, error_code="42")], "question"),
        ([tried(ActionState.ACCEPTED), tried(ActionState.FAILED, error_code="42")], "42"),
        ([tried(ActionState.FAILED)], "action-failed"),
        ([tried(ActionState.UNCONFIRMED)], "action-unconfirmed"),
        ([tried(ActionState.UNKNOWN)], "action-unknown"),
        ([tried(ActionState.REFUSED, error="account-not-paid")], "account-not-paid"),
    ],
)
def test_a_question_about_a_door_is_judged_by_what_ended_there_last(ends: list[Tried], code: str) -> None:
    case = Case(
        case_id="7K2M-9QDX", code="question", state=CaseState.OPENED, text="", opened_at=NOW, changed_at=NOW
    )
    assert cause(case, ends) == code
    assert cause(replace(case, code="grant-lost"), ends) == "grant-lost"
