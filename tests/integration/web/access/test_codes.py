"""Codes in words: each state has its sentence, and none says more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace as replace_struct

from keyturn.integration.access.code import Code, CodeId, CodeState
from keyturn.integration.access.drift import Drift
from keyturn.integration.access.lock import Lock
from keyturn.integration.access.rules import Room
from keyturn.integration.access.window import ALWAYS, Window
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.web.access.views import CodeViewer, filled
from keyturn.integration.web.texts import Texts
from keyturn.integration.web.views import Tone
from keyturn.nuki.codes import AuthType
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.auth import SmartlockAuth

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOCK = Lock(
    grant_id=GrantId("g"),
    smartlock_id=SmartlockId(1),
    timezone_id=37,
    keypad=True,
    online=True,
    room=Room(3, 200, 2),
    known_at=NOW,
)
CODE = Code(
    code_id=CodeId("c"),
    grant_id=GrantId("g"),
    smartlock_id=SmartlockId(1),
    name="Guest",
    state=CodeState.ON_LOCK,
    window=ALWAYS,
    requested_at=NOW,
    due_at=NOW,
    check_at=NOW,
    sealed_digits=b"sealed",
)
TEXTS = Texts()
EN = CodeViewer(TEXTS, "en", NOW, LOCK)


@pytest.mark.parametrize("language", TEXTS.languages)
def test_every_state_and_drift_has_its_sentence(language: str) -> None:
    viewer = CodeViewer(TEXTS, language, NOW, LOCK)
    for state in CodeState:
        for drift in Drift:
            assert viewer.code(replace(CODE, state=state, drift=drift)).sentence


def test_only_what_the_lock_confirmed_looks_safe() -> None:
    safe = {
        state for state in CodeState if EN.code(replace(CODE, state=state, drift=Drift.GONE)).tone is Tone.SAFE
    }
    assert safe == {CodeState.ON_LOCK}


def test_times_in_words() -> None:
    window = Window(NOW, NOW + timedelta(days=2), 64 + 4, 480, 690)
    assert EN.times(window) == "2 March 2026, 10:00 to 4 March 2026, 10:00 · Mon, Fri · 08:00–11:30"
    assert EN.times(ALWAYS) == "always"
    assert EN.times(Window(days=64)) == "Mon"
    assert CodeViewer(TEXTS, "de", NOW, LOCK).times(Window(until=NOW)) == "bis 2. März 2026, 10:00"


def test_a_code_whose_time_is_over_says_so() -> None:
    view = EN.code(replace(CODE, window=Window(until=NOW - timedelta(days=1))))
    assert "Its time is over" in view.sentence


def test_a_form_is_filled_with_the_doors_own_times() -> None:
    form = filled(Window(NOW, None, 64, 480, 690), LOCK)
    assert (form.since, form.until, form.from_time, form.until_time) == ("2026-03-02T10:00", "", "08:00", "11:30")
    assert form.days == (True, *(False,) * 6)


def test_codes_made_elsewhere_are_told_with_their_times_and_never_their_digits() -> None:
    ours = SmartlockAuth(
        id="a",
        smartlock_id=1,
        type=AuthType.KEYPAD_CODE,
        name="Guest",
        enabled=True,
        remote_allowed=True,
        lock_count=0,
    )
    listed = [
        ours,
        replace_struct(ours, id="b", name="Renamed in the app"),
        replace_struct(ours, id="c", name="Cleaning", code=726194, allowed_week_days=64, allowed_until_time=600),
        replace_struct(ours, id="d", name="Old", enabled=False),
        replace_struct(ours, id="e", name="Odd", allowed_week_days=127, allowed_from_date="soon"),
        replace_struct(ours, id="f", name="Phone", type=AuthType.APP),
    ]
    told = EN.others(listed, [replace(CODE, name="Guest"), replace(CODE, name="As it was", auth_id="b")])
    assert told == (
        ("Cleaning", "Mon · 00:00–10:00"),
        ("Old", "switched off"),
        ("Odd", "at times we cannot read"),
    )
