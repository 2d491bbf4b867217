"""``python -m tests.street.checking.whole.fixed``: a guest house that asks api.nuki.io, and cannot be told otherwise.

Its HTTP client reads the environment, as most do; with the word ``deaf`` it does not, and reaches nobody.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[5] / "examples" / "starlette"))

import httpx2

from guesthouse.__main__ import serve
from guesthouse.app import GuestHouse


class Fixed(GuestHouse):
    def link(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(timeout=2)


class Deaf(GuestHouse):
    def link(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(transport=httpx2.MockTransport(self.unreachable))

    def unreachable(self, request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("There is no way to the real one from a test.")


serve(Deaf if "deaf" in sys.argv else Fixed)
