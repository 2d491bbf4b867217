"""One call from beginning to end: token, network, reading, and the repetitions the table allows.

Serves: token-custody, expired-token-retry.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from keyturn.client import errors, responses
from keyturn.client.retry import Kind, Verdict, decide, wait_before
from keyturn.client.tokens import TokenSource
from keyturn.client.transport import Transport
from keyturn.client.wire import Request, Response

T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]
SPREAD = 0.25
"""How much longer than asked for a wait may be: those turned away together do not come back together."""


async def pause(seconds: float) -> None:
    """Wait in earnest, and a little longer."""
    await asyncio.sleep(seconds * random.uniform(1.0, 1.0 + SPREAD))  # noqa: S311  # jitter, not a secret


@dataclass(frozen=True)
class Caller:
    """What every group of the API calls through."""

    transport: Transport
    tokens: TokenSource
    pause: Pause | None = pause
    """None: whoever calls does the waiting; a busy Nuki is said at once."""

    async def value(self, request: Request, shape: type[T], kind: Kind = Kind.READ) -> T:
        """Call and read the answer's body as ``shape``."""
        return await self._call(request, kind, lambda response: responses.value(request, response, shape))

    async def nothing(self, request: Request, kind: Kind) -> None:
        """Call where a good answer has nothing to read."""
        await self._call(request, kind, lambda response: responses.nothing(request, response))

    async def _call(self, request: Request, kind: Kind, read: Callable[[Response], T]) -> T:
        token = await self.tokens.token()
        done: set[Verdict] = set()
        waited = 0
        while True:
            try:
                return read(await self.transport.send(replace(request, bearer=token)))
            except errors.ClientError as error:
                verdict = decide(kind, error)
                match verdict:
                    case Verdict.REPEAT_AFTER_RENEWAL if verdict not in done:
                        token = await self.tokens.renew(token)
                    case Verdict.REPEAT_AT_ONCE if verdict not in done:
                        pass
                    case Verdict.REPEAT_SOON if (
                        self.pause and (wait := wait_before(waited + 1, error)) is not None
                    ):
                        waited += 1
                        await self.pause(wait)
                        continue
                    case _:
                        raise
                done.add(verdict)
