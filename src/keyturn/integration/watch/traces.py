"""Spans for OpenTelemetry: the one door to its library, which need not be there.

Without the extra ``otel``, or without somebody to tell, a span is an empty block. Attributes are kinds, counts and
statuses: no address, no name, no id of a person or a device.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

trace: Any
try:
    from opentelemetry import trace
except ImportError:  # the extra is not installed
    trace = None

WHERE = "OTEL_EXPORTER_OTLP_ENDPOINT"
Value = str | int | float | bool


class Span(Protocol):
    """What happens between two instants."""

    def note(self, name: str, value: Value) -> None:
        """Say one thing more about it."""


class _Nothing:
    """Of all blocks the cheapest: this is what nearly every block of nearly every installation is in."""

    def note(self, name: str, value: Value) -> None:
        pass

    def __enter__(self) -> Span:
        return self

    def __exit__(self, *trouble: object) -> None:
        pass


class _Recorded:
    def __init__(self, span: Any) -> None:
        self._span = span

    def note(self, name: str, value: Value) -> None:
        self._span.set_attribute(f"keyturn.{name}", value)


_NOTHING = _Nothing()


def listened() -> bool:
    """Whether anybody has asked for spans: each costs more than it takes to see that nobody has."""
    return trace is not None and not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


def span(name: str, *, client: bool = False, **attributes: Value) -> AbstractContextManager[Span]:
    """A span around the block; ``client`` for what waits for somebody else.

    An error that leaves the block marks the span by the name of its class: messages may name a person or a door.
    """
    return _recorded(name, client, attributes) if listened() else _NOTHING


@contextmanager
def _recorded(name: str, client: bool, attributes: dict[str, Value]) -> Iterator[Span]:
    kind = trace.SpanKind.CLIENT if client else trace.SpanKind.INTERNAL
    tracer = trace.get_tracer("keyturn")
    with tracer.start_as_current_span(
        name, kind=kind, record_exception=False, set_status_on_exception=False
    ) as recorded:
        told = _Recorded(recorded)
        for key, value in attributes.items():
            told.note(key, value)
        try:
            yield told
        except BaseException as error:
            recorded.set_status(trace.StatusCode.ERROR, type(error).__name__)
            raise


def export() -> bool:
    """Send spans where ``OTEL_EXPORTER_OTLP_ENDPOINT`` says; False where it says nothing, or the extra is missing."""
    if trace is None or not os.environ.get(WHERE):
        return False
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "keyturn"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return True
