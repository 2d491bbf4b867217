"""The document and the page of it."""

from __future__ import annotations

import asyncio
import re

from tests.sandbox.conformance.test_conformance import served
from tests.sandbox.stage import Stage

from keyturn.nuki.endpoints import ENDPOINTS
from keyturn.nuki.shapes import shape_of


def test_every_operation_is_described_with_what_it_answers() -> None:
    told = served()
    assert told["openapi"] == "3.1.0"
    assert sum(len(methods) for methods in told["paths"].values()) == len(ENDPOINTS) == 104
    for endpoint in ENDPOINTS:
        operation = told["paths"][endpoint.path][endpoint.method.lower()]
        statuses = {int(status) for status in operation["responses"]}
        assert {endpoint.success, *(one for one in endpoint.refusals if one >= 400)} <= statuses, endpoint.name
        assert ("requestBody" in operation) == (shape_of(endpoint).takes is not None)
        if endpoint.success == 204:
            assert shape_of(endpoint).gives is None, endpoint.name
        in_path = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", endpoint.path))


def test_every_reference_leads_somewhere() -> None:
    told = served()
    schemas = told["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert named == set(schemas)


def test_the_page_shows_every_operation_and_runs_nothing() -> None:
    async def story() -> None:
        stage = Stage()
        for path in ("/", "/_sandbox/api"):
            answer = await stage.http.get(path)
            assert answer.status_code == 200
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "<script" not in answer.text
            assert re.findall(r'<details id="(\w+)">', answer.text) == [
                *dict.fromkeys(re.findall(r'<details id="(\w+)">', answer.text))
            ]
            for endpoint in ENDPOINTS:
                assert f'id="{endpoint.name}"' in answer.text
        style = await stage.http.get("/_sandbox/api.css")
        assert style.headers["content-type"].startswith("text/css")

    asyncio.run(story())
