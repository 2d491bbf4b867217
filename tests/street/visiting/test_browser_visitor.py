"""A visitor in a real Chromium: what it sees, where it stops, and what it says when something is not there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.street.visiting.pages import Visit, visit

from keyturn.checker.errors import NothingCame, NotPlayed
from keyturn.checker.subject.process import free_port
from keyturn.checker.subject.settings import Button, Step
from keyturn.checker.visitor.browser import traffic, window
from keyturn.checker.visitor.browser.looking import looking
from keyturn.checker.visitor.sketch import sketch

pytestmark = pytest.mark.street


def told(story: Callable[[Visit], Awaitable[None]]) -> None:
    async def run() -> None:
        async with visit() as there:
            await story(there)

    asyncio.run(run())


def test_every_hop_of_a_redirect_is_seen_with_its_cookies_also_from_a_link_to_a_new_window() -> None:
    async def story(there: Visit) -> None:
        shown = await there.visitor.press(Button(page="/", link="#out"), {})
        assert "Arrived with 2 cookies." in shown.text
        assert shown.url == f"{there.base}/there?code=1"
        hops = [("GET", "/", 200), ("GET", "/go", 302), ("GET", "/hop", 303), ("GET", "/there?code=1", 200)]
        assert there.ways() == hops
        cookies = there.recording.exchanges[1].headers["set-cookie"]
        assert "way=‹27 characters›; HttpOnly" in cookies and "hint=‹1 characters›" in cookies

    told(story)


def test_it_stops_before_an_address_and_stays_where_it_was() -> None:
    async def story(there: Visit) -> None:
        there.visitor.stops_at = f"{there.base}/there"
        shown = await there.visitor.press(Button(page="/built", steps=(Step(click="main button"),)), {})
        assert (shown.url, shown.text) == (f"{there.base}/there?code=1", "")
        assert there.ways()[-1] == ("GET", "/hop", 303)
        there.visitor.stops_at = None
        assert "Arrived" in (await there.visitor.open(shown.url)).text

    told(story)


def test_steps_wait_for_what_scripts_bring_and_say_what_never_came() -> None:
    async def story(there: Visit) -> None:
        ready = Step(wait_for="#later", text="ready")
        shown = await there.visitor.press(Button(page="/", steps=(ready,)), {})
        assert "ready" in shown.text
        gone = Button(page="/", steps=(Step(click="#missing", seconds=0.2),))
        with pytest.raises(NotPlayed, match=r"Waited 0.2 seconds to click '#missing', .* not there on .*/\."):
            await there.visitor.press(gone, {})
        with pytest.raises(NotPlayed, match="hidden or covered"):
            await there.visitor.press(Button(page="/hidden", link="button"), {})

    told(story)


def test_what_happens_between_happens_before_the_last_click() -> None:
    async def story(there: Visit) -> None:
        seen: list[int] = []

        async def between() -> None:
            seen.append(len(there.ways()))

        steps = (Step(goto="/built"), Step(wait_for="main button"), Step(click="main button"))
        await there.visitor.press(Button(steps=steps), {}, between)
        assert seen == [1] and len(there.ways()) == 4

    told(story)


def test_forms_are_filled_in_and_sent_by_the_button_meant() -> None:
    async def story(there: Visit) -> None:
        fields = {"who": "{account_id}", "token": "2", "size": "large", "answer": "yes"}
        shown = await there.visitor.press(Button(page="/form", form="form", fields=fields), {"account_id": "7"})
        assert "who=7 token=2 size=large answer=yes" in shown.text
        assert there.ways()[-1] == ("POST", "/sent", 200)

    told(story)


def test_secrets_in_storage_are_sighted_and_pages_with_secrets_not_pictured() -> None:
    async def story(there: Visit) -> None:
        await there.visitor.open("/keeps")
        await there.visitor.open("/shows")
        await there.visitor.open("/pushed")
        places = {one.place for one in there.canaries.sightings}
        assert {"storage of /keeps", "body of GET /shows", "events a page listened to"} <= places
        pictures = {one.url.removeprefix(there.base): one.picture for one in there.recording.exchanges}
        assert pictures["/shows"] is None
        await there.visitor.open("/typed")
        assert there.recording.exchanges[-1].picture is None
        await there.visitor.open("/breaks")
        assert there.recording.exchanges[-1].picture

    told(story)


def test_mistakes_of_scripts_are_noted() -> None:
    async def story(there: Visit) -> None:
        await there.visitor.open("/breaks")
        await there.visitor.open("/empty")  # a status is no mistake of a script's
        noted = [(one.name, one.value) for one in there.recording.moments]
        assert noted == [("script error", "/breaks: undefined_thing is not defined")]

    told(story)


def test_bad_answers_are_answers_and_none_is_none() -> None:
    async def story(there: Visit) -> None:
        assert (await there.visitor.open("/empty")).status == 502
        shown = await there.visitor.open("/data")
        assert shown.text == '{"says":"Connect on"}'
        with pytest.raises(NotPlayed, match="Redirects went on"):
            await there.visitor.open("/never")
        with pytest.raises(NothingCame, match="No answer: .*REFUSED"):
            await there.visitor.open(f"http://127.0.0.1:{free_port()}/")

    told(story)


def test_a_page_that_never_rests_and_one_that_never_comes_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for patient in (traffic, window):
        monkeypatch.setattr(patient, "ANSWER_SECONDS", 3.0)

    async def story(there: Visit) -> None:
        with contextlib.suppress(NothingCame):
            assert "Again." in (await there.visitor.open("/restless")).text
        assert "Fine." in (await there.visitor.open("/keeps")).text  # it can be left
        with pytest.raises(NothingCame, match="No answer"):
            await there.visitor.open("/silent")

    told(story)


def test_several_things_at_once_are_several_windows_of_one_profile() -> None:
    async def story(there: Visit) -> None:
        await there.visitor.open("/go")
        shown = await asyncio.gather(*(there.visitor.open("/there") for _ in range(3)))
        assert all("Arrived with 2 cookies." in one.text for one in shown)

    told(story)


def test_a_page_is_looked_at_as_its_scripts_make_it() -> None:
    async def story(there: Visit) -> None:
        async with looking(there.base, Path("unused.pem")) as look:
            drawn = await sketch(f"{there.base}/built", look, in_browser=True)
        assert 'button:text-is("Connect on")' in drawn.text

    told(story)
