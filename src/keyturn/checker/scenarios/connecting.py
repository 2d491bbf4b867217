"""Stories of connecting, and of those who come back with something that is not theirs."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from keyturn.checker.errors import NotPlayed
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario
from keyturn.checker.visitor.visiting import Shown, Visitor

BROWSERS = 4
FOREIGN = "a-state-this-subject-never-gave-out"


@scenario(smoke=True)
async def visitors_ask_to_connect(stage: Stage) -> None:
    """Four browsers are sent to Nuki, and nobody signs in."""
    for _ in range(BROWSERS):
        await stage.another_browser().press(stage.subject.connect, stage.known)


@scenario(smoke=True, by_hand=True)
async def visitor_connects(stage: Stage) -> None:
    """A visitor connects, allows, and looks at the doors."""
    await stage.connect()
    if stage.subject.doors is not None:
        await stage.doors()


@scenario(smoke=True, by_hand=True)
async def visitor_denies_consent(stage: Stage) -> None:
    """At Nuki's page the visitor says no."""
    await stage.connect("deny")


@scenario()
async def token_answer_is_labelled_as_text(stage: Stage) -> None:
    """Nuki's answer to the code is JSON, labelled as text; the visitor looks at the doors."""
    stage.arm("token_answer_as_text", at_my_door=False)
    await stage.connect()
    if stage.subject.doors is not None:
        await stage.doors()


@scenario(smoke=True)
async def callback_with_a_foreign_state(stage: Stage) -> None:
    """The visitor comes back with a good code and a state nobody gave out."""
    browser = stage.another_browser()
    address = await _allowed(stage, browser)
    await _comes_back(stage, browser, _changed(address, state=FOREIGN))


@scenario()
async def callback_without_a_state(stage: Stage) -> None:
    """The visitor comes back with a good code and no state at all."""
    browser = stage.another_browser()
    address = await _allowed(stage, browser)
    await _comes_back(stage, browser, _changed(address, state=None))


@scenario(smoke=True)
async def callback_in_another_browser(stage: Stage) -> None:
    """A stranger allows access to an own account, and has somebody else open the way back."""
    stranger, other = stage.another_browser(), stage.another_browser()
    address = await _allowed(stage, stranger)
    await other.press(stage.subject.connect, stage.known)  # has a session, and a state, of its own
    await _comes_back(stage, other, address)


@scenario()
async def callback_in_a_browser_that_never_asked(stage: Stage) -> None:
    """A stranger allows access, and the way back is opened by a browser the subject never saw."""
    address = await _allowed(stage, stage.another_browser())
    await _comes_back(stage, stage.another_browser(), address)


@scenario()
async def state_is_used_again(stage: Stage) -> None:
    """The visitor comes back, goes to Nuki once more by the same address, and comes back with a new code."""
    browser = stage.another_browser()
    browser.stops_at = stage.known["sandbox_url"]
    to_nuki = (await browser.press(stage.subject.connect, stage.known)).url
    first, second = [await _allowed(stage, browser, to_nuki) for _ in range(2)]
    await _comes_back(stage, browser, first)
    await _comes_back(stage, browser, second)


@scenario()
async def callback_is_opened_twice(stage: Stage) -> None:
    """The visitor connects, goes back in the browser's history, and loads the way back again."""
    browser = stage.another_browser()
    address = await _allowed(stage, browser)
    await _comes_back(stage, browser, address)
    await _comes_back(stage, browser, address)


async def _allowed(stage: Stage, browser: Visitor, to_nuki: str | None = None) -> str:
    """Sign in and allow; the address that leads back, which the browser does not follow."""
    browser.stops_at = None
    shown = await (browser.open(to_nuki) if to_nuki else browser.press(stage.subject.connect, stage.known))
    browser.stops_at = stage.known["url"]
    back = await browser.at_nuki(shown, stage.person, "allow")
    browser.stops_at = None
    if "code=" not in back.url:
        raise NotPlayed("Nuki did not send the browser back with a code.")
    return back.url


async def _comes_back(stage: Stage, browser: Visitor, address: str) -> Shown:
    shown = await browser.open(address)
    stage.note("came back", str(shown.status))
    return shown


def _changed(address: str, *, state: str | None) -> str:
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query)), "state": state}
    return urlunsplit(parts._replace(query=urlencode({key: value for key, value in query.items() if value})))
