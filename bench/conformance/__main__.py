"""Five thousand generated calls and more, over the document the sandbox serves and, where a copy is at hand, Nuki's.

``python -m bench.conformance``; ``KEYTURN_NUKI_OPENAPI`` names the copy. Ends with 1 when anything does not fit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from schemathesis.generation import GenerationMode
from tests.sandbox.conformance import official
from tests.sandbox.conformance.driver import Outcome, drive
from tests.sandbox.conformance.test_conformance import served

EACH = 60
"""Calls of each of the 104 operations."""


def runs() -> Iterator[tuple[str, Outcome]]:
    """Each run with what it was held against."""
    yield "the document served, good calls", drive(served(), EACH)
    yield "the document served, bad calls", drive(served(), EACH, modes=(GenerationMode.NEGATIVE,))
    if official.PATH:
        told = official.description()
        yield "Nuki's description", drive(told, EACH, allowed_besides=official.NOT_LISTED)


def main() -> int:
    """How many misfits there were, cut to 1."""
    found = 0
    for name, outcome in runs():
        errors = sum(count for status, count in outcome.statuses.items() if status >= 500)
        print(
            f"{name}: {outcome.requests} requests, {len(outcome.accepted)} operations answered well, "
            f"{len(outcome.misfits)} misfits, {errors} server errors"
        )
        for misfit in dict.fromkeys(outcome.misfits):
            print(f"  {misfit}")
        found += len(outcome.misfits)
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
