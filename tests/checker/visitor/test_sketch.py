from __future__ import annotations

import asyncio
import tomllib

import msgspec

from keyturn.checker.subject.settings import Step, Subject, Way
from keyturn.checker.visitor.sketch import PAGES_AT_MOST, Sketch, sketch
from keyturn.checker.visitor.wire import Answer

PAGES = {
    "/": '<title>Ferien "am" See</title><a href="/start">Mit Nuki verbinden</a> <a href="/t">Türen</a>'
    '<a href="/hilfe">Hilfe</a> <a href="https://elsewhere.example/support">Support</a>',
    "/t": '<form action="/t/17618910208/unlock" method="post"><button>Aufsperren</button></form>'
    '<form action="/t/17618910208/lock"><button>Zusperren</button></form>'
    '<form action="/weg"><button>Trennen</button></form>',
    "/hilfe": '<a href="/kontakt">Kontakt</a>',
}


def sketched(pages: dict[str, str]) -> tuple[Sketch, list[str]]:
    looked = list[str]()

    async def look(url: str) -> Answer:
        looked.append(url)
        body = pages.get(url.removeprefix("http://localhost:8000"))
        return Answer(200 if body else 404, {}, (body or "").encode())

    return asyncio.run(sketch("http://localhost:8000", look)), looked


def test_a_german_integration_is_found_whole() -> None:
    drawn, looked = sketched(PAGES)
    assert drawn.missing == ()
    subject = msgspec.convert(tomllib.loads(drawn.text), Subject)
    assert subject.name == 'Ferien "am" See' and subject.start.plain_http
    assert subject.connect.link == 'a[href="/start"]' and subject.connect.page == "/"
    assert subject.act["unlock"].form == 'form[action="/t/{smartlock_id}/unlock"]'
    assert subject.act["lock"].form == 'form[action="/t/{smartlock_id}/lock"]'
    assert subject.disconnect is not None and subject.disconnect.form == 'form[action="/weg"]'
    assert subject.help is not None and subject.help.get == "/hilfe"
    assert all(url.startswith("http://localhost:8000/") for url in looked), "nobody else is asked"


def test_what_is_not_found_is_said_and_the_file_can_still_be_read() -> None:
    drawn, _ = sketched({"/": "<p>Under construction</p>"})
    assert {"connect", "doors", "help", "support", "disconnect"} <= set(drawn.missing)
    assert msgspec.convert(tomllib.loads(drawn.text), Subject).name == "My integration"


def test_the_looking_is_bounded() -> None:
    many = "".join(f'<a href="/help/{n}">Help</a>' for n in range(100))
    assert len(sketched({"/": many})[1]) <= PAGES_AT_MOST


SCRIPTED = (
    '<script src="/app.js"></script><main><button id="nuki">Connect with Nuki</button><a href="/help">Help</a>'
    '<form action="/weg"><button>Trennen</button></form><button>Türen &amp; Tore</button>'
    '<button>Say "unlock"</button></main>'
)


def test_pages_that_need_their_scripts_are_looked_at_in_a_browser() -> None:
    drawn, _ = sketched({"/": '<script src="/app.js"></script><main></main>'})
    assert drawn.needs_scripts
    seen = asyncio.run(sketch("http://localhost:8000", shown, in_browser=True))
    assert not seen.needs_scripts and {"act.unlock", "support"} <= set(seen.missing)
    subject = msgspec.convert(tomllib.loads(seen.text), Subject)
    assert subject.way is Way.BROWSER
    assert subject.connect.page == "/" and subject.connect.steps == (Step(click="#nuki"),)
    assert subject.doors is not None
    assert subject.doors.steps == (Step(click='button:text-is("Türen & Tore")'),)
    assert subject.disconnect is not None and subject.disconnect.form == 'form[action="/weg"]'


async def shown(url: str) -> Answer:
    return Answer(200, {}, SCRIPTED.encode())


def test_a_page_without_scripts_needs_no_browser() -> None:
    assert not sketched({"/": "<p>Under construction</p>"})[0].needs_scripts
    assert not sketched({"/": PAGES["/"] + "<script></script>"})[0].needs_scripts
