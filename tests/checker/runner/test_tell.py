"""Stories are told on a few streets at a time, and one that goes wrong takes no other with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from tests.architecture.places import ROOT

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Evidence
from keyturn.checker.runner import tell
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import Scenario
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.subject.settings import Described

NOWHERE = Certificates(ROOT / "README.md", ROOT / "README.md", ROOT / "README.md")


class FakeStage:
    def __init__(self, place: object, name: str) -> None:
        self.name = name

    async def evidence(self, broken: str | None) -> Evidence:
        return Evidence(scenario=self.name, redirect_uris=(), broken=broken)


class Streets:
    """Counts those that stand at the same time; ``refuse`` says which starts fail, by number."""

    def __init__(self, *refuse: int) -> None:
        self.refuse, self.begun, self.now, self.most = refuse, 0, 0, 0

    @contextlib.asynccontextmanager
    async def street(self, described: Described, *_: object) -> AsyncIterator[object]:
        self.begun += 1
        await asyncio.sleep(0)
        if self.begun in self.refuse or 0 in self.refuse:
            raise NotPlayed("The subject was not ready.")
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            yield SimpleNamespace(described=described)
        finally:
            self.now -= 1


def story(name: str, raises: BaseException | None = None, fresh: bool = False, seconds: float = 5) -> Scenario:
    async def play(stage: Stage) -> None:
        await asyncio.sleep(0.001)
        if raises is not None:
            raise raises

    return Scenario(name, "", play, fresh=fresh, seconds=seconds)


def told(
    monkeypatch: pytest.MonkeyPatch, streets: Streets, *stories: Scenario, alone: bool = False
) -> list[Evidence]:
    monkeypatch.setattr(tell, "street", streets.street)
    monkeypatch.setattr(tell, "Stage", FakeStage)
    described = alone_described() if alone else read(ROOT / "subjects" / "keyturn.toml")
    monkeypatch.setattr(tell, "visitors", lambda *_: contextlib.nullcontext(None))
    return asyncio.run(tell.told(stories, described, NOWHERE, "seed", lambda _: None))


def alone_described() -> Described:
    described = read(ROOT / "subjects" / "keyturn.toml")
    return replace(described, subject=replace(described.subject, url="https://localhost:8443"))


def test_a_story_that_raises_is_broken_without_its_words_and_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = AttributeError("token s3cret has no attribute")
    streets = Streets()
    found = told(monkeypatch, streets, story("a"), story("b", wrong), story("c"))
    assert [one.scenario for one in found] == ["a", "b", "c"]
    assert [bool(one.broken) for one in found] == [False, True, False]
    assert "AttributeError" in str(found[1].broken) and "s3cret" not in str(found[1].broken)
    assert streets.begun == 2, "what b left behind is not c's fault"


def test_two_streets_stand_at_a_time_where_subjects_cannot_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [story(str(number), fresh=number % 5 == 0) for number in range(40)]
    streets = Streets()
    found = told(monkeypatch, streets, *stories)
    assert [one.scenario for one in found] == [one.name for one in stories]
    assert streets.most == tell.STREETS_AT_ONCE
    one_port = Streets()
    told(monkeypatch, one_port, *stories, alone=True)
    assert one_port.most == 1


def test_a_subject_that_is_never_ready_is_not_started_for_every_story(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [story(str(number), fresh=number % 5 == 0) for number in range(40)]
    streets = Streets(0)
    found = told(monkeypatch, streets, *stories)
    assert streets.begun <= tell.STREETS_AT_ONCE
    assert {one.broken for one in found} == {"The subject was not ready."}


def test_one_start_that_fails_later_breaks_its_own_stories_only(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(monkeypatch, Streets(2), story("a", fresh=True), story("b", fresh=True), story("c"), alone=True)
    assert [bool(one.broken) for one in found] == [False, True, False]


def test_a_story_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(stage: Stage) -> None:
        await asyncio.Event().wait()

    found = told(monkeypatch, Streets(), Scenario("endless", "", play, seconds=0.05))
    assert "not over within" in str(found[0].broken)
