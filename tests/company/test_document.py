"""The client is held to the OpenAPI document: every operation, every body, every answer, every field."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

import jsonschema_rs
import msgspec
import pytest

from keyturn.client.wire import Request, Response
from keyturn.clock import VirtualClock
from keyturn.company import KeyturnClient, shapes
from keyturn.company.problem import Refusal
from keyturn.integration.api.openapi import document
from keyturn.integration.api.resources.table import OPERATIONS

DOCUMENT = json.loads(msgspec.json.encode(document(OPERATIONS, "https://keyturn.test/v1")))
SCHEMAS = DOCUMENT["components"]["schemas"]
OTHERWISE = {"streamEvents": "listEvents"}
"""The transport reads whole answers, so events are followed by asking for them."""
TOLD = {
    each["operationId"]: (method.upper(), path, each)
    for path, methods in DOCUMENT["paths"].items()
    for method, each in methods.items()
}
NAMED_ANEW = {"Window": "WindowNew", "Refusal": "Problem"}
STRUCTS = [
    found
    for found in (*vars(shapes).values(), Refusal)
    if inspect.isclass(found) and issubclass(found, msgspec.Struct) and found is not msgspec.Struct
]


class Answering:
    """Answers every request with an example of what the document promises, and keeps the request."""

    def __init__(self, operation: dict[str, Any]) -> None:
        self.asked: list[Request] = []
        status, answer = next(iter(operation["responses"].items()))
        content = next(iter(answer.get("content", {}).values()), None)
        body = b"" if content is None else json.dumps(example(content["schema"])).encode()
        self._response = Response(int(status), {}, body)

    async def send(self, request: Request) -> Response:
        self.asked.append(request)
        return self._response

    async def aclose(self) -> None:
        raise AssertionError("It is not the client's own.")


def example(schema: dict[str, Any]) -> Any:
    """A value that fits a schema; null where that is allowed for a cursor, else something."""
    if "$ref" in schema:
        return example(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return example(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        told = {name: example(each) for name, each in schema.get("properties", {}).items()}
        return told | {"next": None} if "next" in told else told
    if schema["type"] == "array":
        return [example(schema["items"])]
    if schema.get("format") == "date-time":
        return "2026-01-05T08:00:00Z"
    return {"string": "text", "integer": 3, "number": 1.5, "boolean": True}[schema["type"]]


def argument(name: str, hint: Any) -> Any:
    """A value for a parameter: texts are their own names, so that each is found where it belongs."""
    if get_origin(hint) is Literal:
        return get_args(hint)[-1]
    for kind, value in (
        (Sequence[str], ["door.opened"]),
        (str, name),
        (int, 7),
        (float, 5.0),
        (datetime, datetime(2026, 1, 5, tzinfo=UTC)),
        (shapes.Window, shapes.Window(since="2030-01-01T10:00", days=(1,))),
    ):
        if hint == kind or kind in get_args(hint):
            return value
    raise AssertionError(f"{name}: {hint}")


def method_of(operation: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", operation).lower()


@pytest.mark.parametrize("name", sorted(TOLD.keys() - OTHERWISE.keys()))
def test_every_operation_is_asked_for_and_answered_as_the_document_says(name: str) -> None:
    verb, path, operation = TOLD[name]

    async def story() -> Request:
        transport = Answering(operation)
        client = KeyturnClient("https://keyturn.test", "kt_k", transport, VirtualClock())
        method = getattr(client, method_of(name))
        hints = get_type_hints(method)
        hints.pop("return")
        answer = method(**{each: argument(each, hint) for each, hint in hints.items()})
        if isinstance(answer, AsyncIterator):
            assert len([item async for item in answer]) == 1
        else:
            await answer
        await client.aclose()
        return transport.asked[0]

    asked = asyncio.run(story())
    here = path.replace("{smartlock_id}", "7").replace("{", "").replace("}", "")
    assert (asked.method, asked.path) == (verb, "/v1" + here)
    queries = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
    assert queries - {"cursor", "limit"} <= {query for query, _ in asked.query} <= queries
    assert bool(asked.headers) == (verb == "POST" and name != "showDigits")
    if (wanted := operation.get("requestBody")) is None:
        assert asked.json is None
    else:
        schema = {**wanted["content"]["application/json"]["schema"], "components": DOCUMENT["components"]}
        jsonschema_rs.Draft202012Validator(schema).validate(json.loads(asked.json or b""))


def test_the_client_has_no_operation_that_the_document_lacks() -> None:
    public = {name for name in dir(KeyturnClient) if not name.startswith("_")}
    own = {"aclose", "follow_events"}
    assert public - own == {method_of(name) for name in TOLD.keys() - OTHERWISE.keys()}


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_field_stands_in_the_document(struct: type[msgspec.Struct]) -> None:
    schema = SCHEMAS[NAMED_ANEW.get(struct.__name__, struct.__name__)]
    assert set(struct.__struct_fields__) == set(schema["properties"])
    for name, hint in get_type_hints(struct).items():
        may_be_null = {"type": "null"} in schema["properties"][name].get("anyOf", [])
        assert (type(None) in get_args(hint)) == may_be_null, name


def test_every_kind_of_action_is_known() -> None:
    assert set(get_args(shapes.ActionKind)) == set(SCHEMAS["Kind"]["enum"])
