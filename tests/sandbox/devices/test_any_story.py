"""Any story at all: nothing breaks, every request has one outcome, and left alone every device comes to rest."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import BOX, DOOR, GO, LOCK, OLD, OPENER, ULTRA

from keyturn.nuki.codes import LockState, OpenerState
from keyturn.sandbox.devices import box, opener, smartlock
from keyturn.sandbox.devices.person import deeds

DEVICES = st.sampled_from([OLD, BOX, OPENER, DOOR, LOCK, ULTRA, GO])
MORE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "press_button": st.fixed_dictionaries({"times": st.integers(1, 2)}),
    "press_fob": st.fixed_dictionaries({"times": st.integers(1, 3)}),
    "enter_code": st.fixed_dictionaries({"code": st.sampled_from([111111, 222222, 333333, 999999])}),
    "present_finger": st.fixed_dictionaries({"finger": st.sampled_from(["f1", "none"])}),
    "set_battery": st.fixed_dictionaries({"percent": st.integers(0, 100)}),
    "set_server_state": st.fixed_dictionaries({"server_state": st.integers(0, 4)}),
    "set_pin": st.fixed_dictionaries({"admin_pin": st.integers(0, 9999)}),
    "switch_log": st.fixed_dictionaries({"on": st.booleans()}),
    "switch_door_log": st.fixed_dictionaries({"on": st.booleans()}),
    "set_night_mode": st.fixed_dictionaries({"on": st.booleans()}),
    "add_auth": st.fixed_dictionaries({"name": st.just("App"), "code": st.sampled_from([444444, 555555])}),
    "remove_auth": st.just({"id": "0123456789abcdef01234567"}),
    "redeem_invite": st.just({"code": "123456789"}),
}
DEEDS = st.sampled_from(deeds.NAMES).flatmap(
    lambda name: MORE.get(name, st.just({})).map(lambda more: {"does": name, **more})
)
PATHS = st.sampled_from(["action/lock/advanced", "action/unlock/advanced", "sync"])


class House(RuleBasedStateMachine):
    """A house, its owner, a person at the door, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.person = Person()
        self.asked: list[str] = []

    def teardown(self) -> None:
        self.runner.close()

    @initialize()
    def arrive(self) -> None:
        world = self.person.stage.sandbox._world
        world.settings = world.settings.changed({"access_token_seconds": 1_000_000})
        self.runner.run(self.person.arrive())

    def send(self, path: str, body: Any = None) -> None:
        answer = self.runner.run(self.person.stage.call("POST", path, json=body))
        assert answer.status_code in (200, 204, 400, 405), (answer.status_code, answer.text)
        if answer.status_code == 200:
            self.asked.append(answer.json()["requestId"])

    @rule(at=DEVICES, action=st.integers(0, 8), option=st.integers(0, 7))
    def act(self, at: int, action: int, option: int) -> None:
        self.send(f"/smartlock/{at}/action/advanced", {"action": action, "option": option})

    @rule(at=DEVICES, path=PATHS)
    def ask(self, at: int, path: str) -> None:
        self.send(f"/smartlock/{at}/{path}")

    @rule(at=DEVICES, deed=DEEDS)
    def do(self, at: int, deed: dict[str, Any]) -> None:
        path = f"/_sandbox/devices/{at}/person"
        posted = self.person.stage.http.post(path, json=deed, headers={"host": "localhost"})
        assert self.runner.run(posted).status_code in (202, 400, 409)

    @rule(seconds=st.sampled_from([0.5, 2.0, 7.0, 30.0]))
    def wait(self, seconds: float) -> None:
        self.runner.run(self.person.stage.clock.advance(seconds))

    @rule()
    def leave_alone(self) -> None:
        self.runner.run(self.person.stage.clock.advance(400))
        told = [outcome["requestId"] for outcome in self.person.stage.outcomes()]
        # The application has a central and a decentral address: each is told once.
        assert sorted(told) == sorted(self.asked * 2)
        for shown in self.person.stage.sandbox.devices():
            moving = {1: box.MOVING, 2: opener.MOVING}.get(shown["type"], smartlock.MOVING)
            assert shown["state"]["state"] not in moving

    @invariant()
    def every_state_is_one_of_nukis(self) -> None:
        for shown in self.person.stage.sandbox.devices():
            codes = OpenerState if shown["type"] == 2 else LockState
            assert shown["state"]["state"] in set(codes)
            assert 0 <= shown["state"].get("batteryCharge", 0) <= 100


TestHouse = House.TestCase
TestHouse.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
