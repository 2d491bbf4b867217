"""S5: the token endpoint with rotating refresh tokens, against two OAuth servers of Node.

Every caller renews its own chain, each time with the newest refresh token; every answer is read.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
from tests.street.running import CALLBACK, code_for

from bench.figure import Figure, Sample
from bench.peers import FOLDER, npm
from bench.sandbox_rates import sandbox
from bench.servers import started, wait_for

CHAINS, SECONDS = 16, 3.0
PROVIDER, MOCK = "oidc-provider@9.13.3", "oauth2-mock-server@8.2.3"
PROVIDER_PORT, MOCK_PORT = 18475, 18476


def against_provider() -> tuple[Figure, Callable[[Figure], None]]:
    """oidc-provider: a full server, in memory, opaque tokens."""
    figure = Figure("S5", f"refresh token rotated, {CHAINS} chains", "oidc-provider, in memory", 1.0)

    def run(figure: Figure) -> None:
        with _ours() as (address, form, first), _provider() as (peer, tokens):
            theirs = {"client_id": "bench", "client_secret": "bench-secret"}
            figure.measure(lambda: _renew(address, form, first), lambda: _renew(peer, theirs, tokens))

    return figure, run


def against_mock() -> tuple[Figure, Callable[[Figure], None]]:
    """oauth2-mock-server: signs a JWT for whatever it is asked, and keeps nothing."""
    figure = Figure("S5", f"refresh token rotated, {CHAINS} chains", "oauth2-mock-server", 4.0)

    def run(figure: Figure) -> None:
        with _ours() as (address, form, first), _mock() as peer:
            figure.measure(
                lambda: _renew(address, form, first),
                lambda: _renew(peer, {"client_id": "bench"}, ["any"] * CHAINS),
            )

    return figure, run


def _renew(address: str, form: dict[str, str], chains: list[str]) -> Sample:
    async def load() -> Sample:
        waits: list[float] = []
        end = time.monotonic() + SECONDS
        async with aiohttp.ClientSession() as session:

            async def chain(number: int) -> None:
                while (start := time.monotonic()) < end:
                    body = {**form, "grant_type": "refresh_token", "refresh_token": chains[number]}
                    async with session.post(address, data=body) as answer:
                        assert answer.status == 200, await answer.text()
                        chains[number] = (await answer.json(content_type=None))["refresh_token"]
                    waits.append(time.monotonic() - start)

            await asyncio.gather(*(chain(number) for number in range(len(chains))))
        return Sample(len(waits) / SECONDS, sorted(waits)[int(len(waits) * 0.99)] * 1000)

    return asyncio.run(load())


@contextmanager
def _ours() -> Iterator[tuple[str, dict[str, str], list[str]]]:
    with sandbox(1) as facts:
        application, address = facts["application"], facts["base_url"] + "/oauth/token"
        form = {"client_id": application["client_id"], "client_secret": application["client_secret"]}

        async def first() -> list[str]:
            async with aiohttp.ClientSession() as session:
                tokens = []
                for _ in range(CHAINS):
                    code = await asyncio.to_thread(code_for, facts, "smartlock.readOnly")
                    body = {**form, "grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
                    async with session.post(address, data=body) as answer:
                        tokens.append((await answer.json(content_type=None))["refresh_token"])
                return tokens

        yield address, form, asyncio.run(first())


@contextmanager
def _provider() -> Iterator[tuple[str, list[str]]]:
    npm(PROVIDER)
    script = FOLDER / "token_peer.mjs"  # beside its library, where node looks for it
    script.write_text(Path(__file__).with_name("token_peer.mjs").read_text())
    with started(["node", str(script)], {"PORT": str(PROVIDER_PORT), "CHAINS": str(CHAINS)}) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("["):
                yield f"http://127.0.0.1:{PROVIDER_PORT}/token", json.loads(line)
                return


@contextmanager
def _mock() -> Iterator[str]:
    npm(MOCK)
    command = FOLDER / "node_modules" / ".bin" / "oauth2-mock-server"
    with started([str(command), "-a", "127.0.0.1", "-p", str(MOCK_PORT)]):
        wait_for(f"http://127.0.0.1:{MOCK_PORT}/.well-known/openid-configuration")
        yield f"http://127.0.0.1:{MOCK_PORT}/token"
