"""I8: Nuki is gone for everybody: what is sent against what was asked, and what the customer is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.joined import Street, play

from keyturn.client import errors
from keyturn.client.wire import Request, Response

ASKED = 100
DEATHS: dict[str, Response | errors.ClientError] = {
    "no connection": errors.NoConnection("gone"),
    "no answer": errors.NoAnswer("gone"),
    "503": Response(503),
    "a page of HTML": Response(502, {}, b"<html>Bad Gateway</html>"),
}


class Cut:
    """The line to Nuki, cut; counts what was sent into it."""

    def __init__(self, street: Street, end: Response | errors.ClientError) -> None:
        self._line, self._whole, self._end = street.overheard, street.overheard.send, end
        self.sent: list[str] = []
        street.overheard.send = self.send  # type: ignore[method-assign]

    async def send(self, request: Request) -> Response:
        self.sent.append(str(request))
        if isinstance(self._end, errors.ClientError):
            raise self._end
        return self._end

    def mend(self) -> None:
        self._line.send = self._whole  # type: ignore[method-assign]

    @property
    def actions(self) -> int:
        return sum("/action" in line for line in self.sent)


@pytest.mark.parametrize("death", DEATHS)
def test_hardly_more_is_sent_than_was_asked_and_no_action_twice(tmp_path: Path, death: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        lock, grant = street.lock["smartlock_id"], (await street.integration.store.grants.usable())[0]
        cut = Cut(street, DEATHS[death])
        nuki = street.integration.nuki(grant)
        ends: list[str] = []
        for number in range(ASKED):
            asked = nuki.actions.unlock_advanced(lock) if number % 2 else nuki.smartlocks.list()
            try:
                await asked
            except errors.ClientError as error:
                ends.append(type(error).__name__)
            await street.clock.advance(1)
        assert len(ends) == ASKED
        assert len(cut.sent) <= 1.1 * ASKED
        assert len(cut.sent) < ASKED / 2, "while nothing gets through, hardly anything is sent"
        perhaps = {"NoAnswer", "ServerTrouble"}
        assert cut.actions <= sum(end in perhaps or end == "NoConnection" for end in ends[1::2]), "each sent once"
        assert ends[-1] == "CircuitOpen"

    play(tmp_path, story)


@pytest.mark.parametrize("death", DEATHS)
def test_the_page_says_wait_and_nothing_was_carried_out(tmp_path: Path, death: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        grant = (await street.integration.store.grants.usable())[0]
        cut = Cut(street, DEATHS[death])
        for _ in range(10):
            with pytest.raises(errors.ClientError):
                await street.integration.nuki(grant).smartlocks.list()
        sent = len(cut.sent)
        await street.press("unlock")
        assert street.person.problem == "nuki-unavailable"
        assert "was not carried out" in street.person.text
        assert "Wait a minute" in street.person.text
        assert len(cut.sent) == sent, "nothing was sent: it is known that nothing moved"
        cut.mend()
        await street.wait(90)
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story)


@pytest.mark.parametrize("fault", ["locked", "too_many_requests_silent"])
def test_a_busy_nuki_is_asked_again_in_a_moment(tmp_path: Path, fault: str) -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/doors")
        street.sandbox.arm(fault, times=1)
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"
        assert waits == [1.0]

    play(tmp_path, story, pause=pause)
