"""Nuki's own description, where a copy is at hand: ``KEYTURN_NUKI_OPENAPI`` names the file (YAML or JSON).

What it contradicts itself in is mended first, each place with its reason.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

PATH = os.environ.get("KEYTURN_NUKI_OPENAPI", "")
NOT_LISTED = frozenset({400, 404, 422})
"""Many operations list no status for a path parameter that names nothing, or for a body that is none; 422 was met by
integrators and is listed nowhere."""


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Dates in examples stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def description() -> dict[str, Any]:
    """The mended description."""
    found: dict[str, Any] = yaml.load(Path(PATH).read_text(encoding="utf-8"), Loader=_Loader)
    found = _as_json(found)
    schemas = found["components"]["schemas"]
    # Ranges that exclude values the same field lists.
    for model, field in (
        ("SmartlockAuth", "type"),
        ("SmartlockLog", "state"),
        ("Smartlock.State", "mode"),
        ("Smartlock.State", "trigger"),
    ):
        for bound in ("minimum", "maximum"):
            schemas[model]["properties"][field].pop(bound, None)
    # The title says list, clients read a list, the type says one.
    listed = found["paths"]["/account/sub"]["get"]["responses"]["200"]["content"]["application/json"]
    listed["schema"] = {"type": "array", "items": listed["schema"]}
    # The payload of a webhook has values that are no objects; so has the example of the annotations.
    for model, field in (("WebhookMessage", "body"), ("AccountSetting.Web", "annotations")):
        schemas[model]["properties"][field] = {"type": "object"}
    return found


def _as_json(value: Any) -> Any:
    # "*/*" stands for JSON in practice.
    if isinstance(value, dict):
        return {("application/json" if key == "*/*" else key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value
