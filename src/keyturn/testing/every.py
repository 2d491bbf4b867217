"""A test under every fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from keyturn.sandbox.faults.catalogue import CATALOGUE

FIXTURE = "nuki_fault"
Test = TypeVar("Test", bound=Callable[..., Any])


def every_fault(test: Test) -> Test:
    """Run ``test`` once for each fault of the catalogue, which is armed for good before it starts.

    The test may take the fixture ``nuki_fault``: the fault's name.
    """
    decorated: Test = pytest.mark.usefixtures(FIXTURE)(test)
    return decorated


def names() -> list[str]:
    """Every fault, in the order of the catalogue."""
    return list(CATALOGUE)
