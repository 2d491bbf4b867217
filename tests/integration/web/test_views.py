"""What a page says of a door is never better than what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from keyturn.integration.actions.action import Action, ActionId, ActionState, Kind
from keyturn.integration.errors import CallRefused, every_code
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.texts import Texts
from keyturn.integration.web.views import Tone, Viewer
from keyturn.nuki.codes import DeviceType, LockState, OpenerState, ServerState
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.nuki.ids import SmartlockId

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXTS = Texts()
VIEWER = Viewer(TEXTS, "en", NOW)
DOOR = Door(
    grant_id=GrantId("g"),
    smartlock_id=SmartlockId(1),
    name="Office",
    device_type=4,
    state=1,
    door_state=2,
    server_state=0,
    admin_pin_state=0,
    battery_critical=False,
    battery_charge=71,
    opens_on_unlock=False,
    known_at=NOW,
    told=False,
)
ACTION = Action(
    action_id=ActionId("a"),
    grant_id=GrantId("g"),
    smartlock_id=SmartlockId(1),
    kind=Kind.UNLOCK,
    state=ActionState.ACCEPTED,
    requested_at=NOW - timedelta(seconds=5),
)


@pytest.mark.parametrize("language", TEXTS.languages)
@pytest.mark.parametrize(
    ("device_type", "state"), list(product([*range(7), 99], [*range(9), 224, 225, 253, 254, 255, 300]))
)
def test_every_type_with_every_state_can_be_shown(device_type: int, state: int, language: str) -> None:
    view = Viewer(TEXTS, language, NOW).door(replace(DOOR, device_type=device_type, state=state), None)
    assert view.state
    assert view.device
    known = OpenerState if device_type == DeviceType.OPENER else LockState
    if state not in list(known):
        assert str(state) in view.state, "an unknown code is shown as it is"
        assert view.tone is Tone.UNSURE


@pytest.mark.parametrize(("state", "kind"), list(product(ActionState, Kind)))
def test_only_a_confirmed_action_looks_done(state: ActionState, kind: Kind) -> None:
    for code in set(every_code()) - set(CallRefused.codes):
        action = replace(ACTION, state=state, kind=kind, refusal=code, settled_at=NOW, observed_state=3)
        view = VIEWER.action(action, 4)
        assert (view.tone is Tone.SAFE) == (state is ActionState.CONFIRMED)
        assert ("has confirmed" in view.sentence) == (state is ActionState.CONFIRMED)
        if state not in (ActionState.CONFIRMED, ActionState.REQUESTED, ActionState.ACCEPTED):
            assert view.advice, "every trouble has a next step"


@pytest.mark.parametrize("code", [*DEVICE_ERRORS, "60", "zz", ""])
def test_every_failure_has_a_reason_and_a_next_step(code: str) -> None:
    view = VIEWER.action(replace(ACTION, state=ActionState.FAILED, error_code=code, settled_at=NOW), 4)
    assert len(view.sentence) > len("The door did not unlock. ")
    assert view.advice
    assert view.code == DEVICE_ERRORS.get(code, code)


def test_an_offline_door_is_shown_as_last_known() -> None:
    view = VIEWER.door(replace(DOOR, server_state=ServerState.OFFLINE), None)
    assert view.state == "Last known: Locked"
    assert view.tone is Tone.UNSURE
    assert "offline" in view.warnings[0]


def test_a_knob_door_warns_that_unlocking_may_open() -> None:
    assert "may also open" in VIEWER.door(replace(DOOR, opens_on_unlock=True), None).warnings[0]


def test_buttons_wait_while_an_action_waits() -> None:
    assert VIEWER.door(DOOR, ACTION).waiting
    assert not VIEWER.door(DOOR, replace(ACTION, state=ActionState.CONFIRMED, settled_at=NOW)).waiting


def test_what_was_settled_long_ago_is_no_longer_said() -> None:
    old = replace(ACTION, state=ActionState.CONFIRMED, settled_at=NOW - timedelta(minutes=16))
    assert VIEWER.door(DOOR, old).action is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "just now"), (60, "a minute ago"), (240, "4 minutes ago"), (7200, "on 2026-03-01 10:00 UTC")],
)
def test_how_long_ago(seconds: int, said: str) -> None:
    assert VIEWER.door(replace(DOOR, known_at=NOW - timedelta(seconds=seconds)), None).known == f"read {said}"
