"""Generated calls by a description, and every answer held against it."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.sandbox.stage import ENTRANCE, FRONT, GARDEN, Stage

from keyturn.sandbox import Seed

SCOPES = (
    "account notification smartlock smartlock.readOnly smartlock.action smartlock.auth smartlock.config "
    "smartlock.log webhook.central webhook.decentral"
)
ENDS = {
    "DELETE /account",
    "DELETE /account/integration",
    "DELETE /api/key/{apiKeyId}",
    "DELETE /smartlock/{smartlockId}",
}
"""After these there is nothing left to call: the sandbox is made anew."""
FURNITURE: tuple[tuple[str, str, Any], ...] = (
    ("PUT", "/account/user", {"email": "lee@example.org", "name": "Lee"}),
    (
        "PUT",
        "/account/sub",
        {"email": "s@example.org", "password": "long-enough", "name": "S", "rights": 1, "language": "en"},
    ),
    ("PUT", "/account/setting", {"web": {"deviceViewType": "LIST"}}),
    ("PUT", "/notification", {"os": 2, "pushId": "https://app.example/push", "settings": []}),
    ("PUT", "/api/decentralWebhook", {"webhookUrl": "https://app.example/d", "webhookFeatures": ["ACCOUNT_USER"]}),
    ("POST", "/service/airbnb/link", None),
    ("POST", "/service/airbnb/sync", None),
    ("GET", "/address", None),
    ("PUT", "/address/{addressId}/unit", {"name": "Top 1"}),
    ("POST", "/address/token/{addressTokenId}/redeem", None),
    ("GET", "/address/{addressId}/reservation", None),
    ("GET", "/smartlock/auth", None),
    ("GET", "/api/key/{apiKeyId}/token", None),
)
LIKELY: dict[str, Callable[[random.Random], Any]] = {
    "email": lambda chance: f"u{chance.randrange(10**6)}@example.org",
    "webhookUrl": lambda chance: "https://app.example/hook",
    "pushId": lambda chance: "https://app.example/push",
    "redirectUris": lambda chance: ["https://app.example/back"],
    "scopes": lambda chance: ["account", "smartlock.log"],
    "smartlockIds": lambda chance: chance.sample([FRONT, GARDEN, ENTRANCE], 2),
    "smartlockId": lambda chance: FRONT,
    "language": lambda chance: "de",
    "triggerEvents": lambda chance: ["lock"],
    "name": lambda chance: f"Name {chance.randrange(10**6)}",
    "action": lambda chance: chance.choice((1, 2, 3)),
    "code": lambda chance: chance.randrange(130000, 990000),
}
"""Values that mean something, put in the place of some of the generated ones."""


@dataclass
class Outcome:
    """What came of a run."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    accepted: set[str] = field(default_factory=set)
    """Operations that were answered well at least once."""
    misfits: list[str] = field(default_factory=list)


class Caller:
    """A sandbox with one consent of all scopes, and the ids there are in it."""

    def __init__(self, allowed_besides: frozenset[int]) -> None:
        self._loop = asyncio.new_event_loop()
        self._chance = random.Random(20260124)
        self._besides = allowed_besides
        self.outcome = Outcome()
        self.renew()

    def renew(self) -> None:
        """A fresh sandbox."""
        self.stage = Stage(
            Seed.home().with_application(("https://app.example/callback",), "https://app.example/c")
        )
        self._loop.run_until_complete(self.stage.connect(SCOPES))
        self._known: dict[str, list[Any]] = {
            "smartlockId": [FRONT, GARDEN, ENTRANCE],
            "apiKeyId": [self.stage.app["api_key_id"]],
            "brandId": [1, 2, 3],
            "intercomId": [101, 201],
            "serviceId": ["airbnb"],
        }
        for method, template, body in FURNITURE:
            path = re.sub(r"{(\w+)}", lambda found: str(self._known[found[1]][-1]), template)
            answer = self._loop.run_until_complete(self.stage.call(method, path, json=body))
            assert answer.is_success, (method, path, answer.text)
            self._remember(answer)

    def call(self, case: Any) -> None:
        """Send it, hold the answer against the description, and remember ids that were told."""
        label = f"{case.operation.method.upper()} {case.operation.path}"
        for name in case.path_parameters or {}:
            known = self._known.get(IDS.get(case.operation.path, name) if name == "id" else name)
            if known and self._chance.random() < 0.8:
                case.path_parameters[name] = self._chance.choice(known)
        self._make_likely(case.body)
        response = self._loop.run_until_complete(self._send(case))
        self.outcome.requests += 1
        self.outcome.statuses[response.status_code] += 1
        if response.is_success:
            self.outcome.accepted.add(label)
        checks = [not_a_server_error, response_schema_conformance]
        if response.status_code not in self._besides:
            checks += [status_code_conformance]
        if response.is_success:
            checks += [content_type_conformance]
        try:
            case.validate_response(response, checks=checks)
        except (Failure, FailureGroup) as failure:
            told = getattr(failure, "exceptions", [failure])
            self.outcome.misfits += [f"{label}: {response.status_code}: {each}"[:600] for each in told]
        self._remember(response)
        if (label in ENDS and response.is_success) or response.status_code == 401:
            self.renew()

    def _make_likely(self, body: Any) -> None:
        for one in body if isinstance(body, list) else [body]:
            if isinstance(one, dict):
                for name in one:
                    if name in LIKELY and self._chance.random() < 0.8:
                        one[name] = LIKELY[name](self._chance)

    async def _send(self, case: Any) -> Any:
        given = case.as_transport_kwargs(base_url="https://sandbox.test")
        headers = {**dict(given.pop("headers", {}) or {}), "authorization": f"Bearer {self.stage.access}"}
        wanted = {
            key: value
            for key, value in given.items()
            if key in {"method", "url", "params", "json", "data", "content"} and value is not None
        }
        if isinstance(wanted.get("data"), bytes | str):
            wanted["content"] = wanted.pop("data")
        answer = await self.stage.http.request(headers=headers, **wanted)
        await self.stage.clock.advance(self._chance.choice((0, 0, 1, 10)))
        return answer

    def _remember(self, response: Any) -> None:
        if not response.is_success or not response.content:
            return
        told = response.json()
        for one in told if isinstance(told, list) else [told]:
            if isinstance(one, dict):
                for name, value in one.items():
                    if name == "id" or (name.endswith("Id") and name not in FIXED):
                        kept = self._known.setdefault(_kind(str(response.request.url), name), [])
                        if value not in kept:
                            kept.append(value)
                            del kept[:-8]

    def close(self) -> None:
        """Let go of the loop."""
        self._loop.close()


IDS = {
    "/address/{addressId}/unit/{id}": "unit",
    "/address/token/{id}": "addressTokenId",
    "/address/token/{id}/redeem": "addressTokenId",
    "/api/decentralWebhook/{id}": "decentralWebhook",
    "/api/key/{apiKeyId}/token/{id}": "token",
    "/smartlock/{smartlockId}/auth/{id}": "auth",
    **{
        f"/address/{{addressId}}/reservation/{{id}}/{verb}": "reservation"
        for verb in ("issue", "revoke", "update/accesstimes")
    },
}
"""Whose ``id`` a path has."""
FIXED = {"smartlockId", "apiKeyId"}


def _kind(url: str, name: str) -> str:
    if name == "accountId":
        return name if "/account/sub" in url else "own account"
    if name != "id":
        return name
    return next((one for one in ("unit", "reservation", "decentralWebhook", "token", "auth") if one in url), name)


@contextmanager
def caller(allowed_besides: frozenset[int] = frozenset()) -> Iterator[Caller]:
    """A caller for one run."""
    made = Caller(allowed_besides)
    try:
        yield made
    finally:
        made.close()


def drive(
    description: dict[str, Any],
    each: int,
    *,
    modes: tuple[GenerationMode, ...] = (GenerationMode.POSITIVE,),
    allowed_besides: frozenset[int] = frozenset(),
    wanted: Callable[[str, str], bool] = lambda method, path: True,
) -> Outcome:
    """Call every operation ``each`` times. ``allowed_besides``: statuses that need not be in the description."""
    schema = schemathesis.openapi.from_dict(description)
    operations = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
    with caller(allowed_besides) as calls:
        for mode in modes:
            for operation in sorted(operations, key=lambda one: "PUT POST GET DELETE".find(one.method.upper())):
                if wanted(operation.method, operation.path):
                    _exercise(operation, mode, each, calls)
        return calls.outcome


def _exercise(operation: Any, mode: GenerationMode, each: int, calls: Caller) -> None:
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        calls.call(case)

    with suppress(Unsatisfiable):  # some operations take nothing that could be wrong
        call()
