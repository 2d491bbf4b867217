"""The company's own program: calls ``/v1`` with a key, and holds every answer to the OpenAPI document."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx2
import jsonschema_rs
from tests.pair.joined import OURS, Street

from keyturn.integration.partners.key import KeyScope


class Program:
    """A caller. ``seen`` holds every answer, for those who look for secrets in them."""

    def __init__(self, street: Street, key: str) -> None:
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(street.integration.app), base_url=OURS, trust_env=False
        )
        self._document: dict[str, Any] = {}
        self.seen: list[str] = []

    @staticmethod
    async def of(street: Street, *scopes: KeyScope, days: float | None = None) -> Program:
        _, text = await street.integration.keys.new("test", scopes or tuple(KeyScope), days)
        return Program(street, text.reveal())

    async def call(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """The answer's content; fails unless it has this status and fits the document."""
        found, told = await self._call(method, path, body, **headers)
        assert found == status, told
        return told

    async def ask(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        """POST: whatever status it has, and the content, if it fits the document."""
        return await self._call("POST", path, body, **headers)

    async def _call(self, method: str, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        content = None if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self._http.request(method, f"/v1{path}", content=content, headers=self._headers | named)
        self.seen += [answer.text, str(answer.headers)]
        told = answer.json() if answer.content else None
        await self._fits(method, path.partition("?")[0], answer, told)
        return answer.status_code, told

    async def get(self, path: str, status: int = 200) -> Any:
        return await self.call("GET", path, status=status)

    async def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        return await self.call("POST", path, body, status, **headers)

    async def close(self) -> None:
        await self._http.aclose()

    async def _fits(self, method: str, path: str, answer: httpx2.Response, told: Any) -> None:
        document = self._document or (await self._http.get("/v1/openapi.json")).json()
        self._document = document
        for template, operations in document["paths"].items():
            if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and method.lower() in operations:
                responses = operations[method.lower()]["responses"]
                said = responses.get(str(answer.status_code), responses["default"])
                break
        else:
            assert answer.status_code in (404, 405), f"{method} {path} is nowhere in the document"
            said = document["paths"]["/customers"]["get"]["responses"]["default"]
        if told is None:
            assert "content" not in said
            return
        media_type = answer.headers["content-type"].partition(";")[0]
        schema = {**said["content"][media_type]["schema"], "components": document["components"]}
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(told)
