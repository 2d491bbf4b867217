"""The OpenAPI document, made from the table of operations and the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from keyturn import __version__
from keyturn.integration.api.operation import Operation
from keyturn.integration.api.problems import MEDIA_TYPE
from keyturn.integration.api.shapes import Problem

_REF = "#/components/schemas/{name}"


def document(operations: Iterable[Operation], address: str) -> dict[str, Any]:
    """OpenAPI 3.1 of these operations at this address."""
    operations = tuple(operations)
    shapes = [
        Problem,
        *(shape for each in operations for shape in (each.takes, each.answers) if shape is not None),
    ]
    schemas, components = msgspec.json.schema_components(shapes, ref_template=_REF)
    of_shape = {str(shape): schema for shape, schema in zip(shapes, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _described(each, of_shape)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Keyturn", "version": __version__, "description": "Customers, doors, actions, events."},
        "servers": [{"url": address}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key."}},
        },
    }


def _described(each: Operation, of_shape: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.says,
        "description": f"Needs the scope `{each.scope}`.",
        "parameters": [*_in_path(each), *_in_query(each), *_in_head(each)],
        "responses": {
            str(each.status if each.answers is not None else 204): _answer(each, of_shape),
            "default": _content("What went wrong, and what to do.", MEDIA_TYPE, of_shape[str(Problem)]),
        },
    }
    if each.takes is not None:
        content = {"application/json": {"schema": of_shape[str(each.takes)]}}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _answer(each: Operation, of_shape: dict[str, Any]) -> dict[str, Any]:
    if each.answers is None:
        return {"description": "Done."}
    return _content("As asked.", each.media_type, of_shape[str(each.answers)])


def _content(says: str, media_type: str, schema: Any) -> dict[str, Any]:
    return {"description": says, "content": {media_type: {"schema": schema}}}


def _in_path(each: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", each.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(each: Operation) -> list[dict[str, Any]]:
    return [
        {"name": ask.name, "in": "query", "description": ask.says, "schema": {"type": ask.kind}}
        for ask in each.asks
    ]


def _in_head(each: Operation) -> list[dict[str, Any]]:
    if each.method != "POST":
        return []
    says = "Repeated within a day with the same request: the first answer again, and nothing done twice."
    return [{"name": "Idempotency-Key", "in": "header", "description": says, "schema": {"type": "string"}}]
