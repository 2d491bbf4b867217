"""Every fault of a call strikes, and does what it says."""

from __future__ import annotations

import pytest

from keyturn.sandbox.faults.calls import FAULTS
from keyturn.sandbox.faults.effects import AnswerInstead
from keyturn.testing import Nuki

ANSWERED = {fault.name: fault.effect for fault in FAULTS if isinstance(fault.effect, AnswerInstead)}


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_is_the_faults_own(nuki: Nuki, name: str) -> None:
    effect = ANSWERED[name]
    token = nuki.grant("smartlock")
    nuki.arm(name)
    answer = nuki.get("/smartlock", token)
    assert (answer.status, answer.body) == (effect.status, effect.body)
    assert answer.headers["content-type"] == effect.content_type.decode()
    assert nuki.get("/smartlock", token).status == 200, "armed for once only"


def test_too_many_requests_come_with_and_without_a_hint(nuki: Nuki) -> None:
    nuki.arm("too_many_requests")
    nuki.arm("too_many_requests_silent")
    hints = [nuki.get("/smartlock", nuki.api_token).headers.get("retry-after") for _ in range(2)]
    assert hints == ["30", None]


def test_json_bodies_of_refusals_can_be_read(nuki: Nuki) -> None:
    for name, effect in ANSWERED.items():
        if effect.content_type == b"application/json":
            nuki.arm(name)
            body = nuki.get("/smartlock", nuki.api_token).json
            assert body.get("detailMessage") or body["code"] == effect.status


def test_a_storm_of_401_strikes_one_operation_and_kills_no_token(nuki: Nuki) -> None:
    token, door = nuki.grant("smartlock smartlock.log"), nuki.door()
    nuki.arm("unauthorized", times=None, operation="GetSmartlockLogs")
    assert [nuki.get(f"/smartlock/{door.id}/log", token).status for _ in range(3)] == [401] * 3
    assert nuki.get("/smartlock", token).status == 200


def test_one_account_is_struck_and_no_other(nuki: Nuki) -> None:
    mara, jonas = nuki.grant("smartlock"), nuki.grant("smartlock", email="jonas@next-door.example")
    nuki.arm("bad_gateway", times=None, account_id=55567890)
    assert [nuki.get("/smartlock", token).status for token in (mara, jonas)] == [200, 502]


def test_one_device_is_struck_and_no_other(nuki: Nuki) -> None:
    token, front, garden = nuki.grant("smartlock"), nuki.door("Front door"), nuki.door("Garden door")
    nuki.arm("not_found", garden, times=None)
    assert [nuki.get(f"/smartlock/{door.id}", token).status for door in (front, garden)] == [200, 404]


def test_chance_falls_the_same_way_for_the_same_seed() -> None:
    def story(seed: str) -> list[int]:
        nuki = Nuki()
        nuki.arm("server_error", times=None, chance=0.5, seed=seed)
        statuses = [nuki.get("/smartlock", nuki.api_token).status for _ in range(30)]
        nuki.close()
        return statuses

    assert story("a") == story("a") != story("b")
    assert {200, 500} == set(story("a"))


def test_what_is_dropped_before_is_not_done_and_after_is_done(nuki: Nuki) -> None:
    token, door = nuki.grant("smartlock.action"), nuki.door()
    for name, state in (("connection_dropped", "locked"), ("answer_lost", "unlocked")):
        nuki.arm(name)
        with pytest.raises(ConnectionError):
            nuki.post(f"/smartlock/{door.id}/action/unlock", token)
        nuki.advance(10)
        assert door.state == state, name


def test_what_is_never_answered_is_not_done(nuki: Nuki) -> None:
    nuki.arm("never_answers")
    with pytest.raises(TimeoutError):
        nuki.post(f"/smartlock/{nuki.door().id}/action/unlock", nuki.grant("smartlock.action"))
    nuki.advance(10)
    assert nuki.door().state == "locked"
    assert [entry["status"] for entry in nuki.journal if entry["kind"] == "request"] == [0]


def test_an_answer_breaks_off_in_its_middle(nuki: Nuki) -> None:
    nuki.arm("answer_cut")
    with pytest.raises(ConnectionError):
        nuki.get("/smartlock", nuki.api_token)


def test_json_is_labelled_as_text(nuki: Nuki) -> None:
    nuki.arm("answer_as_text")
    answer = nuki.get("/smartlock", nuki.api_token)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.json[0]["name"] == "Front door"


def test_a_slow_answer_takes_its_time(nuki: Nuki) -> None:
    before = nuki.now
    nuki.arm("slow_answer", seconds=7)
    assert nuki.get("/smartlock", nuki.api_token).status == 200
    assert (nuki.now - before).total_seconds() == 7


def test_a_dead_token_stays_dead_and_a_new_one_helps(nuki: Nuki) -> None:
    token = nuki.grant("smartlock")
    nuki.arm("access_token_dead")
    assert [nuki.get("/smartlock", token).status for _ in range(2)] == [401, 401]
    assert nuki.get("/smartlock", nuki.grant("smartlock")).status == 200


def test_the_confirmation_may_be_there_before_the_answer(nuki: Nuki) -> None:
    nuki.arm("webhook_early")
    token = nuki.grant("smartlock.action webhook.central")
    asked = nuki.post(f"/smartlock/{nuki.door().id}/action/unlock/advanced", token)
    assert nuki.confirmation(asked.json["requestId"])


def test_the_controls_are_never_struck(nuki: Nuki) -> None:
    nuki.arm("server_error", times=None)
    assert nuki.get("/_sandbox").status == 200
