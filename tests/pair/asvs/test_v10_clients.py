"""OWASP ASVS 5.0, chapter V10, sections 10.1 and 10.2: what is asked of an OAuth client. One test or more for each.

Sections 10.3 to 10.7 are about resource servers, authorization servers, OpenID Connect and consent pages: Nuki's part.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from tests.pair.joined import CALLBACK, NUKI, OURS, Person, Street, central, play

from keyturn.client import HttpTransport, OAuthClient, errors
from keyturn.client.wire import Request, Response
from keyturn.integration.connect.pending import LIFETIME
from keyturn.nuki.oauth import TOKEN_PATH
from keyturn.secrecy import Secret


class Listener:
    """Hears what our integration sends to Nuki."""

    def __init__(self, street: Street) -> None:
        self.requests: list[Request] = []
        self._send = street.overheard.send
        street.overheard.send = self.send  # type: ignore[method-assign]

    async def send(self, request: Request) -> Response:
        self.requests.append(request)
        return await self._send(request)

    @property
    def token_requests(self) -> int:
        return sum(request.path == TOKEN_PATH for request in self.requests)


async def begin(browser: httpx2.AsyncClient) -> str:
    """Begin to connect; the state of it."""
    answer = await browser.get(OURS + "/connect", follow_redirects=False)
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]


async def come_back(browser: httpx2.AsyncClient, **query: str) -> tuple[int, str]:
    """Nuki's page leads back; status and page."""
    answer = await browser.get(CALLBACK, params=query, follow_redirects=False)
    return answer.status_code, answer.text


def another(street: Street) -> httpx2.AsyncClient:
    """Another person's browser."""
    return Person(street.integration, street.sandbox, street.facts["account"]).browser


def test_v10_1_1_tokens_stay_in_the_backend(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Tokens are only sent to who strictly needs them: to Nuki, never to browser, log, page or webhook."""
    caplog.set_level(logging.DEBUG, logger="keyturn")

    async def story(street: Street) -> None:
        listener = Listener(street)
        await street.person.connect()
        street.sandbox.arm("access_token_dead")
        await street.press("unlock")
        await street.wait(20)
        await street.person.go("/doors")
        codes = {
            v.reveal() for r in listener.requests for n, v in r.form or () if n == "code" and isinstance(v, Secret)
        }
        tokens = street.overheard.secrets - codes
        assert len(tokens) >= 5, "two pairs and the client's secret"
        cookies = [cookie.value or "" for cookie in street.person.browser.cookies.jar]
        seen = "\n".join([*street.person.seen, *cookies, caplog.text])
        assert [token for token in tokens if token in seen] == []
        paths = [request.path + repr(request.query) for request in listener.requests]
        assert [path for path in paths if any(token in path for token in tokens)] == [], "and never in an address"

    play(tmp_path, story)


@pytest.mark.parametrize("who", ["another browser", "no browser at all"])
def test_v10_1_2_a_code_counts_only_in_the_browser_that_began(tmp_path: Path, who: str) -> None:
    """Values of the authorization server are accepted only from the session and transaction that asked for them."""

    async def story(street: Street) -> None:
        listener, victim = Listener(street), street.person.browser
        state = await begin(victim)
        async with another(street) as thief:
            if who == "another browser":
                await begin(thief)
            status, page = await come_back(thief, state=state, code="stolen-code")
        assert status == 400
        assert 'data-code="connect-other-browser"' in page
        assert listener.token_requests == 0

    play(tmp_path, story)


def test_v10_1_2_a_state_counts_once_and_for_a_while(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        listener, browser = Listener(street), street.person.browser
        state = await begin(browser)
        await come_back(browser, state=state, error="access_denied")
        again = await come_back(browser, state=state, code="some-code")
        late = await begin(browser)
        await street.clock.advance(LIFETIME.total_seconds() + 1)
        too_late = await come_back(browser, state=late, code="some-code")
        for status, page in (again, too_late):
            assert status == 400
            assert 'data-code="connect-state-unknown"' in page
        assert listener.token_requests == 0

    play(tmp_path, story)


def test_v10_1_2_states_cannot_be_guessed(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        states = [await begin(street.person.browser) for _ in range(200)]
        assert len(set(states)) == 200
        assert min(map(len, states)) >= 43, "256 bits"
        kept.update(states)

    kept: set[str] = set()
    play(tmp_path, story)
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("keyturn.db*"))
    assert [state for state in kept if state.encode() in stored] == [], "only their digests are kept"


@pytest.mark.parametrize(
    "query", [{"code": "planted"}, {"code": "planted", "state": "made-up"}, {"state": "made-up"}]
)
def test_v10_2_1_a_forged_callback_triggers_no_token_request(tmp_path: Path, query: dict[str, str]) -> None:
    """Whoever makes a victim's browser call our callback connects nothing, signed in or not."""

    async def story(street: Street) -> None:
        await street.person.connect()
        before = await street.integration.store.grants.usable()
        listener, victim = Listener(street), street.person.browser
        await begin(victim)
        status, _ = await come_back(victim, **query)
        assert status == 400
        assert listener.token_requests == 0
        assert await street.integration.store.grants.usable() == before

    play(tmp_path, story)


def test_v10_2_2_there_is_one_authorization_server(tmp_path: Path) -> None:
    """No mix-up: the consent page and the token endpoint come from one setting, nothing in a callback names another."""

    async def story(street: Street) -> None:
        listener, browser = Listener(street), street.person.browser
        answer = await browser.get(OURS + "/connect", follow_redirects=False)
        assert answer.headers["location"].startswith(NUKI + "/")
        state = parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]
        await come_back(
            browser, state=state, code="a-code", iss="https://evil.example", token_endpoint="https://evil.example"
        )
        assert [request.path for request in listener.requests] == [TOKEN_PATH]
        assert all(request.path.startswith("/") for request in listener.requests), (
            "paths only: the host is the setting's"
        )

    play(tmp_path, story)


def test_v10_2_2_a_redirect_does_not_carry_the_secret_to_another_server() -> None:
    async def story() -> None:
        asked: list[bytes] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(
                b"HTTP/1.1 307 Away\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        transport = HttpTransport(address)
        oauth = OAuthClient("id", Secret("secret"), base_url=address, transport=transport)
        with pytest.raises(errors.UnreadableAnswer):
            await oauth.exchange(Secret("code"), CALLBACK)
        assert len(asked) == 1
        await transport.aclose()
        server.close()
        await server.wait_closed()

    asyncio.run(story())


LEAST = {"smartlock.readOnly", "smartlock.action"}


@pytest.mark.parametrize(
    ("changes", "scopes"),
    [
        ({}, LEAST | {"webhook.decentral"}),
        (central(), LEAST | {"webhook.central"}),
        ({"access": True}, LEAST | {"webhook.decentral", "smartlock.auth"}),
    ],
)
def test_v10_2_3_only_the_scopes_that_are_needed_are_asked_for(
    tmp_path: Path, changes: dict[str, Any], scopes: set[str]
) -> None:
    async def story(street: Street) -> None:
        answer = await street.person.browser.get(OURS + "/connect", follow_redirects=False)
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        assert set(query["scope"][0].split()) == scopes
        assert query.keys() == {"response_type", "client_id", "redirect_uri", "scope", "state"}

    play(tmp_path, story, **changes)
