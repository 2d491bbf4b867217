"""Spans of a story, told to the SDK's own exporter in memory: what waits on what, and no secret and no person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.pair.joined import Street, play

from keyturn.integration.watch import traces

MEMORY = InMemorySpanExporter()


@pytest.fixture(scope="module", autouse=True)
def telling() -> Iterator[None]:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(MEMORY))
    trace.set_tracer_provider(provider)  # once in a process, as the library wants it
    yield
    provider.shutdown()


def test_a_story_in_spans(tmp_path: Path) -> None:
    kept: list[str] = []

    async def story(street: Street) -> None:
        await street.person.connect()
        MEMORY.clear()
        await street.press("unlock")
        await street.wait(20)
        kept.extend(street.overheard.secrets)
        kept.extend(("Front door", street.facts["account"]["email"], str(street.lock["smartlock_id"])))

    play(tmp_path, story)
    spans = MEMORY.get_finished_spans()
    names = [span.name for span in spans]
    assert {"request.page", "request.webhook", "nuki.call", "webhooks.settle"} <= set(names)
    call = next(span for span in spans if span.name == "nuki.call")
    assert call.attributes is not None
    assert call.attributes["keyturn.group"] == "smartlock" and call.attributes["keyturn.status"] == "200"
    assert call.kind is trace.SpanKind.CLIENT and call.parent is not None
    page = next(span for span in spans if span.name == "request.page" and span.context == call.parent)
    assert page.attributes is not None and page.attributes["keyturn.status"] == 303
    told = "".join(span.to_json() for span in spans)
    assert len(kept) > 5 and not [secret for secret in kept if secret in told]


def test_an_error_marks_its_span_by_name_only() -> None:
    MEMORY.clear()
    with pytest.raises(ValueError, match="hush"), traces.span("broken"):
        raise ValueError("hush")
    (span,) = MEMORY.get_finished_spans()
    assert span.status.description == "ValueError" and "hush" not in span.to_json()


def test_without_the_library_a_span_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    MEMORY.clear()
    monkeypatch.setattr(traces, "trace", None)
    monkeypatch.setenv(traces.WHERE, "http://127.0.0.1:9")
    with traces.span("nothing", method="GET") as span:
        span.note("status", 200)
    assert MEMORY.get_finished_spans() == () and traces.export() is False
