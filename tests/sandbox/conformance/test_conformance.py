"""Generated calls, good and bad: no answer that the description does not allow, and never a server error.

A longer run is ``python -m bench.conformance``.
"""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest
from schemathesis.generation import GenerationMode
from tests.sandbox.conformance import official
from tests.sandbox.conformance.driver import drive
from tests.sandbox.stage import Stage

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def served() -> dict[str, Any]:
    """The document, as a client gets it."""

    async def story() -> dict[str, Any]:
        answer = await Stage().http.get("/static/swagger/swagger.json")
        assert answer.status_code == 200
        told: dict[str, Any] = msgspec.json.decode(answer.content)
        return told

    return asyncio.run(story())


@pytest.mark.parametrize(("mode", "each"), [(GenerationMode.POSITIVE, 4), (GenerationMode.NEGATIVE, 2)])
def test_answers_fit_the_document_served(mode: GenerationMode, each: int) -> None:
    outcome = drive(served(), each, modes=(mode,))
    assert outcome.misfits == []
    assert outcome.requests > 150
    if mode is GenerationMode.POSITIVE:
        assert len(outcome.accepted) > 80, "the calls have to mean something"


@pytest.mark.skipif(not official.PATH, reason="KEYTURN_NUKI_OPENAPI names no copy of Nuki's description")
def test_answers_fit_nukis_own_description() -> None:
    outcome = drive(official.description(), 5, allowed_besides=official.NOT_LISTED)
    assert outcome.misfits == []
    assert len(outcome.accepted) > 80


def test_a_misfit_would_be_found() -> None:
    spoiled = served()
    spoiled["components"]["schemas"]["Account"]["properties"]["name"] = {"type": "integer"}
    outcome = drive(spoiled, 1, wanted=lambda method, path: (method, path) == ("get", "/account"))
    assert len(outcome.misfits) == 1 and "GET /account" in outcome.misfits[0]
