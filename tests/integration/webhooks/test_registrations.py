"""What is repaired when Nuki's list and ours differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from keyturn.client.api.webhooks import Registered
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.webhooks.registrations import SECRET_LIFE, Repair, Subscription, repair
from keyturn.nuki.ids import WebhookId
from keyturn.nuki.webhooks import Feature

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
OURS = "https://keyturn.test/webhooks/nuki/"
STATUS, AUTHS = Feature.DEVICE_STATUS, Feature.DEVICE_AUTHS
KEPT = Subscription("address", GrantId("g1"), WebhookId(7), b"sealed", NOW)
GOOD = Registered(WebhookId(7), OURS + "address", (STATUS,))
STRAY = Registered(WebhookId(8), OURS + "forgotten", (STATUS,))
FOREIGN = Registered(WebhookId(9), "https://elsewhere.test/hook", (STATUS,))


@pytest.mark.parametrize(
    ("kept", "listed", "expected"),
    [
        pytest.param(KEPT, [GOOD, FOREIGN], Repair(False, ()), id="all is well"),
        pytest.param(KEPT, [FOREIGN], Repair(True, ()), id="gone at Nuki"),
        pytest.param(None, [], Repair(True, ()), id="never registered"),
        pytest.param(None, [STRAY], Repair(True, (WebhookId(8),)), id="the answer was lost: its secret is, too"),
        pytest.param(KEPT, [GOOD, STRAY], Repair(False, (WebhookId(8),)), id="one too many"),
        pytest.param(
            KEPT, [replace(GOOD, features=(STATUS, AUTHS))], Repair(True, (WebhookId(7),)), id="features"
        ),
        pytest.param(
            KEPT, [replace(GOOD, id=WebhookId(6))], Repair(True, (WebhookId(6),)), id="of another secret"
        ),
        pytest.param(
            replace(KEPT, made_at=NOW - SECRET_LIFE), [GOOD], Repair(True, (WebhookId(7),)), id="an old secret"
        ),
        pytest.param(
            replace(KEPT, made_at=NOW - SECRET_LIFE + timedelta(seconds=1)),
            [GOOD],
            Repair(False, ()),
            id="not yet",
        ),
    ],
)
def test_repair(kept: Subscription | None, listed: list[Registered], expected: Repair) -> None:
    assert repair(kept, listed, ours=OURS, features=(STATUS,), others=(), now=NOW) == expected


def test_another_grants_registration_is_left_alone() -> None:
    assert repair(KEPT, [GOOD, STRAY], ours=OURS, features=(STATUS,), others={"forgotten"}, now=NOW) == Repair(
        False, ()
    )
