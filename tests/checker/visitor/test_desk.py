"""The page that asks a person: who may answer, in which language, and what happens when nobody does."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from tests.architecture.places import ROOT

from keyturn.checker.errors import NotPlayed
from keyturn.checker.subject.reading import read
from keyturn.checker.visitor.guided.desk import Desk
from keyturn.checker.visitor.guided.tasks import OUTCOME, PAGE, Said, Task, words
from keyturn.checker.visitor.serving import claimed, served

TASK = Task("outcome", OUTCOME, {"door": "Front <door>", "page": "https://localhost/doors"}, writes=True)


class Browser:
    """Asks a desk from another thread, as a browser would."""

    def __init__(self, base: str) -> None:
        self.base = base

    async def get(self, path: str = "/", **headers: str) -> str:
        return await asyncio.to_thread(self._sent, urllib.request.Request(self.base + path, headers=headers))

    async def answer(self, origin: str | None = None, **fields: str) -> str:
        request = urllib.request.Request(self.base + "/answer", urllib.parse.urlencode(fields).encode())
        request.add_header("Origin", origin or self.base)
        return await asyncio.to_thread(self._sent, request)

    async def number(self) -> str:
        return (await self.get()).partition('data-number="')[2].partition('"')[0]

    def _sent(self, request: urllib.request.Request) -> str:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return str(answer.read().decode())


def test_an_answer_ends_the_task_once_and_only_from_its_own_page() -> None:
    async def story() -> None:
        desk = Desk(30, Path("ca.pem"))
        with claimed() as place:
            async with served(desk.app, place):
                browser = Browser(f"http://127.0.0.1:{place.getsockname()[1]}")
                assert "One moment" in await browser.get()
                asked = asyncio.create_task(desk.ask(TASK))
                await asyncio.sleep(0)
                page = await browser.get()
                assert "Front &lt;door&gt;" in page and "ca.pem" in page
                number = await browser.number()
                for wrong in ({"number": "0", "answer": "confirmed"}, {"number": number, "answer": "page"}):
                    await browser.answer(**wrong)
                with pytest.raises(urllib.error.HTTPError, match="403"):
                    await browser.answer("https://elsewhere.example", number=number, answer="confirmed")
                with pytest.raises(urllib.error.HTTPError, match="421"):
                    await browser.get(Host="elsewhere.example")
                assert not asked.done()
                await browser.answer(number=number, answer="confirmed", text=" Unlocked. ")
                assert await asked == Said("confirmed", "Unlocked.")

    asyncio.run(story())


def test_what_the_sandbox_sees_ends_the_task_without_an_answer() -> None:
    async def story() -> None:
        desk, seen = Desk(30, Path("ca.pem")), asyncio.Event()
        asked = asyncio.create_task(desk.ask(TASK, seen.is_set))
        await asyncio.sleep(0)
        seen.set()
        assert await asked == Said()

    asyncio.run(story())


def test_a_person_who_never_comes_is_told_of() -> None:
    with pytest.raises(NotPlayed, match="Nobody did this within 0 seconds: What became of it?"):
        asyncio.run(Desk(0.05, Path("ca.pem")).ask(TASK))


def test_it_speaks_german_to_germans() -> None:
    async def story() -> None:
        desk = Desk(30, Path("ca.pem"))
        with claimed() as place:
            async with served(desk.app, place):
                browser = Browser(f"http://127.0.0.1:{place.getsockname()[1]}")
                asked = asyncio.create_task(desk.ask(Task("open", PAGE, {"url": "https://localhost/"})))
                await asyncio.sleep(0)
                page = await browser.get(**{"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"})
                assert '<html lang="de">' in page and "Eine Adresse öffnen" in page
                asked.cancel()

    asyncio.run(story())


def test_both_languages_say_the_same_things() -> None:
    def keys(told: object) -> object:
        return {name: keys(inner) for name, inner in told.items()} if isinstance(told, dict) else None

    assert keys(dict(words("en"))) == keys(dict(words("de")))


def test_every_button_there_can_be_has_words() -> None:
    subject = read(ROOT / "subjects" / "keyturn.toml").subject
    kinds = {key.partition(".")[0] for key, _ in subject.buttons()} | {"hand_over"}
    assert kinds <= set(words("en")["task"])
