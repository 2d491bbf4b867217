"""Every status the description names for an operation can be had: by the state of the world, or else by a fault.

What the state of the world brings about stands in the tests of each group; here are the faults, one for each status and
operation that documents it, so that a caller can be tried against all of them.
"""

from __future__ import annotations

import re

import pytest
from tests.sandbox.resources.server.owner import Owner, run

from keyturn.nuki.endpoints import ENDPOINTS, Endpoint
from keyturn.sandbox.app.state import snapshot

FAULT_OF = {
    402: "payment_required",
    403: "forbidden",
    404: "not_found",
    405: "not_allowed",
    409: "conflict",
    422: "unprocessable",
    423: "locked",
    426: "upgrade_required",
    429: "too_many_requests",
    503: "service_unavailable",
}
BY_STATE = {204, 400, 401}
"""Another good answer, a bad request, a dead token: asked for by the request itself, in the tests beside this one."""
DOCUMENTED = [(one, status) for one in ENDPOINTS for status in one.refusals if status not in BY_STATE]


@pytest.mark.parametrize(("endpoint", "status"), DOCUMENTED, ids=lambda value: str(getattr(value, "name", value)))
def test_a_documented_refusal_can_be_had_and_changes_nothing(endpoint: Endpoint, status: int) -> None:
    async def story(owner: Owner) -> None:
        owner.sandbox.arm(FAULT_OF[status], operation=endpoint.name)
        account = owner.facts["account"]
        bearer = await owner.token_of(
            account["email"], account["password"], " ".join(endpoint.any_of) or "account"
        )
        before = snapshot(owner.sandbox._world).devices
        path = re.sub(r"{\w+}", "1", endpoint.path)
        answer = await owner.call(endpoint.method, path, bearer=bearer, json={})
        assert answer.status_code == status
        assert snapshot(owner.sandbox._world).devices == before

    run(story)
