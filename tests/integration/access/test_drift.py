"""What a lock's list says of a code, what that makes of it, and what is sent once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import msgspec
import pytest

from keyturn.integration.access import window
from keyturn.integration.access.code import Code, CodeEvent, CodeId, CodeState, step
from keyturn.integration.access.confirm import CALM_SECONDS, TRIES, Again, again, event_of, next_look
from keyturn.integration.access.drift import Drift, Finding, Standing, compare, find
from keyturn.integration.access.window import Window
from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.auth import ObjectId, SmartlockAuth
from keyturn.secrecy import Secret

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WANTED = Window(NOW, NOW + timedelta(days=2))
DIGITS = Secret("348975")
CODE = Code(
    code_id=CodeId("c"),
    grant_id=GrantId("g"),
    smartlock_id=SmartlockId(1),
    name="Guest",
    state=CodeState.ON_LOCK,
    window=WANTED,
    requested_at=NOW,
    due_at=NOW + timedelta(seconds=30),
    check_at=NOW,
    sealed_digits=b"",
    auth_id="a1",
    seen_update="2026-03-02T09:00:00.000Z",
)
AUTH = SmartlockAuth(
    id="a1",
    smartlock_id=1,
    type=13,
    name="Guest",
    enabled=True,
    remote_allowed=True,
    lock_count=0,
    code=348975,
    update_date="2026-03-02T09:00:00.000Z",
    **vars(window.fields(WANTED)),
)
LATE = NOW + timedelta(minutes=5)


def entry(**changes: Any) -> SmartlockAuth:
    return msgspec.structs.replace(AUTH, **changes)


@pytest.mark.parametrize(
    ("changes", "standing", "drift"),
    [
        ({}, Standing.FITS, None),
        ({"name": "Renamed"}, Standing.FITS, None),
        ({"update_date": None}, Standing.GHOST, None),
        ({"operation_id": ObjectId(timestamp=1, counter=1, date="")}, Standing.ON_ITS_WAY, None),
        ({"code": 987654}, Standing.DIFFERENT, Drift.DIGITS_CHANGED),
        ({"code": None}, Standing.DIFFERENT, Drift.DIGITS_CHANGED),
        ({"enabled": False}, Standing.DIFFERENT, Drift.SWITCHED_OFF),
        ({"allowed_week_days": 64}, Standing.DIFFERENT, Drift.WINDOW_CHANGED),
        ({"allowed_from_date": "soon"}, Standing.DIFFERENT, Drift.WINDOW_CHANGED),
        ({"allowed_week_days": None}, Standing.DIFFERENT, Drift.WINDOW_LOST),
    ],
)
def test_an_entry_compared(changes: dict[str, Any], standing: Standing, drift: Drift | None) -> None:
    finding = compare(CODE, entry(**changes), DIGITS)
    assert (finding.standing, finding.drift) == (standing, drift)


def test_a_change_counts_only_when_the_lock_has_told_something_new() -> None:
    changing = replace(CODE, state=CodeState.CHANGING)
    assert compare(changing, AUTH, DIGITS).standing is Standing.GHOST
    assert compare(changing, entry(update_date="2026-03-02T09:05:00.000Z"), DIGITS).standing is Standing.FITS


def test_an_entry_is_found_by_id_then_digits_then_name_among_codes_only() -> None:
    by_name, by_digits = entry(id="n", code=111333), entry(id="d", name="Other")
    app = entry(id="app", type=0)
    new = replace(CODE, auth_id=None)
    assert find(CODE, DIGITS, (by_name, by_digits, AUTH)) is AUTH
    assert find(new, DIGITS, (app, by_name, by_digits)) is by_digits
    assert find(new, DIGITS, (app, by_name)) is by_name
    assert find(new, DIGITS, (app,)) is None


@pytest.mark.parametrize(("state", "standing"), list(product(CodeState, Standing)))
def test_no_look_makes_more_of_a_code_than_the_list_says(state: CodeState, standing: Standing) -> None:
    code, finding = replace(CODE, state=state), Finding(standing)
    for now in (NOW, LATE):
        event = event_of(code, finding, now)
        following = step(state, event) if event else None
        if following is CodeState.ON_LOCK:
            assert standing is Standing.FITS
        if following is CodeState.REMOVED:
            assert standing is Standing.ABSENT
        sent = again(code, finding, True, now)
        assert again(code, finding, False, now) is None, "nothing is sent to a lock that is away"
        assert again(replace(code, tries=TRIES), finding, True, now) is None
        if sent is Again.CREATE:
            assert (state, standing) == (CodeState.UNCONFIRMED, Standing.ABSENT), "never a second one"
        if standing is Standing.ON_ITS_WAY:
            assert sent is None


def test_only_a_lost_window_is_mended_unasked() -> None:
    drifted = replace(CODE, state=CodeState.DRIFTED)
    mended = {drift for drift in Drift if again(drifted, Finding(Standing.DIFFERENT, drift), True, LATE)}
    assert mended == {Drift.WINDOW_LOST}


def test_looks_become_rarer() -> None:
    accepted = replace(CODE, state=CodeState.ACCEPTED)
    assert next_look(accepted, NOW) - NOW == timedelta(seconds=5)
    waits = [next_look(replace(CODE, state=CodeState.UNCONFIRMED, tries=tries), LATE) - LATE for tries in range(6)]
    assert waits == sorted(waits)
    assert waits[-1] <= timedelta(minutes=10)
    assert next_look(CODE, NOW) - NOW == timedelta(seconds=CALM_SECONDS)
    assert CodeEvent.OVERDUE is event_of(accepted, Finding(Standing.ABSENT), LATE)
