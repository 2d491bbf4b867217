"""Calls made up from our own OpenAPI document, right ones and wrong ones: no server error, and every answer fits."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from tests.pair.api.program import Program
from tests.pair.api.test_story import connected
from tests.pair.joined import Street, play

EACH = 8
Made = tuple[str, str, dict[str, Any], Any]


def made_up(document: dict[str, Any], known: dict[str, str]) -> list[Made]:
    """Method, path, query and body of every call; every second one goes to things there are."""
    schema = schemathesis.openapi.from_dict(document)
    found: list[Made] = []

    def some(operation: Any, mode: GenerationMode) -> None:
        @settings(
            max_examples=EACH,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def keep(case: Any) -> None:
            names = dict(case.path_parameters or {})
            if len(found) % 2:
                names |= {name: value for name, value in known.items() if name in names}
            path = case.path
            for name, value in names.items():
                path = path.replace(f"{{{name}}}", str(value).replace("/", "%2F").replace("?", "%3F") or "-")
            body = case.body if isinstance(case.body, dict | list | str | int | float | bool) else None
            found.append((case.method, path, dict(case.query or {}), body))

        with suppress(Unsatisfiable):
            keep()

    for each in schema.get_all_operations():
        operation = each.ok()  # type: ignore[union-attr]
        if not operation.path.endswith("/stream"):
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                some(operation, mode)
    return found


def test_made_up_calls_have_answers_that_fit(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, grant = await connected(street, program)
        case = await program.post("/support/cases", {"text": "hello", "customer_id": customer["id"]})
        known = {"customer_id": customer["id"], "grant_id": grant["id"], "case_id": case["id"]}
        known |= {"smartlock_id": str(street.lock["smartlock_id"])}
        document = (await program._http.get("/v1/openapi.json")).json()
        statuses = set[int]()
        calls = made_up(document, known)
        for method, path, query, body in calls:
            if path.endswith("/disconnect"):
                continue  # what follows shall find the grant
            content = None if body is None else json.dumps(body).encode()
            answer = await program._http.request(
                method, f"/v1{path}", params=query or None, content=content, headers=program._headers
            )
            statuses.add(answer.status_code)
            assert answer.status_code < 500, f"{method} {path} {query} {body}: {answer.text}"
            assert answer.headers.get("content-type", "application/json").endswith("json"), (
                method,
                path,
                answer.status_code,
            )
            fits = answer.json() if answer.content else None
            await program._fits(
                method, str(answer.request.url.raw_path, "ascii").partition("?")[0][3:], answer, fits
            )
        assert len(calls) > 300 and {200, 201, 400, 404} <= statuses

    play(tmp_path, story, access=True, activity=True)
