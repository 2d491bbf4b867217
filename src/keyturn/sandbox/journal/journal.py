"""The record itself: frozen entries with a number, an instant, a kind and a subject."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

import msgspec

from keyturn.clock import Clock
from keyturn.nuki.dates import to_wire
from keyturn.sandbox.journal import redact
from keyturn.sandbox.journal.labels import Labels
from keyturn.sandbox.wire.answer import JSON, Answer
from keyturn.sandbox.wire.request import Request

KEPT = 20_000
"""Entries; older ones are forgotten, their numbers are not given again."""


class Kind(StrEnum):
    """What an entry is about."""

    REQUEST = "request"
    WEBHOOK = "webhook"
    DEVICE = "device"
    FAULT = "fault"
    CLOCK = "clock"
    TOKEN = "token"  # noqa: S105
    PROGRAM = "program"
    RESET = "reset"
    SETTINGS = "settings"


class Entry(msgspec.Struct, frozen=True):
    """``at`` in UTC; ``details`` depend on the kind and hold no secret."""

    sequence: int
    at: datetime
    kind: Kind
    subject: str
    details: dict[str, Any]

    def json(self) -> bytes:
        """The entry as one JSON object, with Nuki's way of writing instants."""
        head = {"sequence": self.sequence, "at": to_wire(self.at), "kind": self.kind, "subject": self.subject}
        return msgspec.json.encode({**head, **self.details})


class Journal:
    """Newest last. Iterating gives what is kept."""

    def __init__(self, clock: Clock, labels: Labels | None = None) -> None:
        self.labels = labels or Labels()
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._count = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def count(self) -> int:
        """How many entries were ever written."""
        return self._count

    def record(self, kind: Kind, subject: str, **details: Any) -> None:
        """Write one entry; ``details`` must be free of secrets already."""
        self._count += 1
        self._entries.append(Entry(self._count, self._clock.now(), kind, subject, details))

    def exchange(self, request: Request, answer: Answer) -> None:
        """Write down a call and its answer."""
        labels = self.labels
        path = request.path
        if not request.operation or any(not value.isdigit() for value in request.parameters.values()):
            path = labels.cleaned(path)  # a route's own words are no secret, and numbers are none
        details: dict[str, Any] = {"status": answer.status}
        if request.operation:
            details["operation"] = request.operation
        if request.credential is not None:
            details["credential"] = request.credential
        if request.query:
            details["query"] = redact.pairs(labels, request.query_pairs())
        if request.body:
            form = request.form_pairs()
            details["body"] = redact.pairs(labels, form) if form else redact.json_body(labels, request.body)
        for name, value in answer.headers:
            if name == b"location":
                details["location"] = redact.address(labels, value.decode())
        if answer.body and answer.content_type is JSON:
            secretive = answer.secretive
            details["answer"] = redact.json_body(labels, answer.body) if secretive else msgspec.Raw(answer.body)
        self.record(Kind.REQUEST, f"{request.method} {path}", **details)

    def after(self, sequence: int, limit: int, kind: Kind | None = None) -> list[Entry]:
        """At most ``limit`` entries numbered higher than ``sequence``, of one kind if that is given."""
        first = self._count - len(self._entries)
        later = islice(self._entries, max(0, sequence - first), None)
        return list(islice((entry for entry in later if kind in (None, entry.kind)), limit))
