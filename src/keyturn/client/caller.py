"""One call from beginning to end: token, network, reading, and the one repetition the table allows.

Serves: token-custody, expired-token-retry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from keyturn.client import errors, responses
from keyturn.client.retry import Kind, Verdict, decide
from keyturn.client.tokens import TokenSource
from keyturn.client.transport import Transport
from keyturn.client.wire import Request, Response

T = TypeVar("T")


@dataclass(frozen=True)
class Caller:
    """What every group of the API calls through."""

    transport: Transport
    tokens: TokenSource

    async def value(self, request: Request, shape: type[T], kind: Kind = Kind.READ) -> T:
        """Call and read the answer's body as ``shape``."""
        return await self._call(request, kind, lambda response: responses.value(request, response, shape))

    async def nothing(self, request: Request, kind: Kind) -> None:
        """Call where a good answer has nothing to read."""
        await self._call(request, kind, lambda response: responses.nothing(request, response))

    async def _call(self, request: Request, kind: Kind, read: Callable[[Response], T]) -> T:
        token = await self.tokens.token()
        try:
            return read(await self.transport.send(replace(request, bearer=token)))
        except errors.ClientError as error:
            match decide(kind, error):
                case Verdict.REPEAT_AFTER_RENEWAL:
                    token = await self.tokens.renew(token)
                case Verdict.REPEAT_AT_ONCE:
                    pass
                case _:
                    raise
        return read(await self.transport.send(replace(request, bearer=token)))
