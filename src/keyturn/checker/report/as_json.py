"""The report for programs, and its schema."""

from __future__ import annotations

from typing import Any

import msgspec

from keyturn.checker.report.value import Report


def as_json(report: Report) -> bytes:
    """One JSON document, indented."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2)


def schema() -> dict[str, Any]:
    """JSON Schema of :func:`as_json`."""
    return msgspec.json.schema(Report)
