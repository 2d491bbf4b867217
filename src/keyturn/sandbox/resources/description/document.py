"""The OpenAPI 3.1 document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from keyturn.nuki import oauth, scopes
from keyturn.nuki.endpoints import Endpoint
from keyturn.nuki.errors import ParameterErrorBody, StatusErrorBody
from keyturn.nuki.shapes import SHAPES, Shape
from keyturn.nuki.shapes.shape import is_number

TITLE = "Keyturn sandbox"
VERSION = "4.10.0"
"""Of Nuki's API, whose operations these are."""
GENERAL = (400, 401, 404)
"""Any operation may answer these, whatever it lists."""
_QUERY: dict[type, dict[str, str]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}


@cache
def document() -> dict[str, Any]:
    """The whole document; always the same."""
    shapes = {endpoint: shape for group in SHAPES.values() for endpoint, shape in group.items()}
    bodies = [body for shape in shapes.values() for body in (shape.takes, shape.gives) if body is not None]
    bodies += [ParameterErrorBody, StatusErrorBody]
    schemas, components = msgspec.json.schema_components(bodies, ref_template="#/components/schemas/{name}")
    by_body = dict(zip(bodies, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for group, members in SHAPES.items():
        for endpoint, shape in members.items():
            path = paths.setdefault(endpoint.path, {})
            path[endpoint.method.lower()] = _operation(endpoint, shape, group, by_body)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": "The operations of Nuki's Web API as this sandbox answers them. Not Nuki's document.",
        },
        "tags": [{"name": name} for name in SHAPES],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"oauth": _oauth()}},
    }


@cache
def encoded() -> bytes:
    """The document as JSON."""
    return msgspec.json.encode(document())


def _operation(endpoint: Endpoint, shape: Shape, group: str, schemas: dict[Any, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": shape.says,
        "tags": [group],
        "parameters": list(_parameters(endpoint, shape)),
        "responses": _answers(endpoint, shape, schemas),
        "security": [{"oauth": [str(scope)]} for scope in endpoint.any_of] or [{"oauth": []}, {}],
    }
    if shape.takes is not None:
        told["requestBody"] = {"required": True, "content": _json(schemas[shape.takes])}
    return told


def _parameters(endpoint: Endpoint, shape: Shape) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", endpoint.path):
        kind = {"type": "integer"} if is_number(endpoint, name) else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": kind}
    for name, of in shape.query:
        yield {"name": name, "in": "query", "schema": _QUERY[of]}


def _answers(endpoint: Endpoint, shape: Shape, schemas: dict[Any, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": HTTPStatus(endpoint.success).phrase}
    if shape.gives is not None:
        good["content"] = _json(schemas[shape.gives])
    answers = {str(endpoint.success): good}
    for status in sorted({*endpoint.refusals, *GENERAL}):
        if status >= 400:
            body = schemas[ParameterErrorBody if status in {400, 401} else StatusErrorBody]
            answers[str(status)] = {"description": HTTPStatus(status).phrase, "content": _json(body)}
    return answers


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _oauth() -> dict[str, Any]:
    return {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": oauth.AUTHORIZE_PATH,
                "tokenUrl": oauth.TOKEN_PATH,
                "scopes": {str(scope): says for scope, says in scopes.IN_PLAIN_WORDS.items()},
            }
        },
    }
