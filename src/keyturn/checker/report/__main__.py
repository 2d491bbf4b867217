"""``python -m keyturn.checker.report``: the JSON Schema of a report."""

from __future__ import annotations

import sys

import msgspec

from keyturn.checker.report.as_json import schema

sys.stdout.write(msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n")
