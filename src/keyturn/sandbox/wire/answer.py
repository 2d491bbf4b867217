"""One answer, and the few forms it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec

JSON = b"application/json"
HTML = b"text/html; charset=utf-8"
TEXT = b"text/plain; charset=utf-8"
Headers = tuple[tuple[bytes, bytes], ...]


class Answer(msgspec.Struct, frozen=True, gc=False):
    """``secretive`` answers are journalled with their secrets replaced by labels."""

    status: int
    body: bytes = b""
    content_type: bytes = JSON
    headers: Headers = ()
    secretive: bool = False
    chunks: AsyncIterator[bytes] | None = None
    """In place of a body: an answer that goes on as long as somebody listens."""


NO_CONTENT = Answer(204)
_encoder = msgspec.json.Encoder()


def json_answer(value: Any, status: int = 200, headers: Headers = (), *, secretive: bool = False) -> Answer:
    """``value`` as JSON: a msgspec Struct, or plain data."""
    return Answer(status, _encoder.encode(value), JSON, headers, secretive)
