"""The exposition: what Prometheus' own parser reads, and the page that says what each figure means."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from keyturn.integration.watch.calls import group_of
from keyturn.integration.watch.figures import Backlog, Figures, Load
from keyturn.integration.watch.metrics import Metrics
from keyturn.integration.watch.requests import place_of

PAGE = Path(__file__).parents[3] / "docs" / "operations.md"
FIGURES = Figures(
    at=datetime(2026, 3, 1, tzinfo=UTC),
    grants={"active": 2},
    renewals_overdue=1,
    actions={("confirmed", "unlock"): 3},
    actions_waiting=1,
    codes={"on_lock": 4},
    inbox=Backlog(waiting=2, oldest_seconds=1.5),
    inbox_states={"dead": 1},
    taken=98,
    not_taken=2,
    registrations=2,
    events_out=Backlog(waiting=3, oldest_seconds=4),
    events_given_up=0,
    endpoints={"active": 1},
    cases=2,
    cases_late=1,
    leases={"round": 2},
    sealed={"k1": 9, "other": 0},
)


def exposed() -> str:
    metrics = Metrics()
    metrics.webhooks.labels("accepted").inc()
    metrics.renewals.labels("renewed").inc()
    metrics.events.labels("delivered").inc()
    metrics.calls.labels("smartlock", "200").observe(0.2)
    metrics.requests.labels("page", "2xx").observe(0.01)
    metrics.intake.observe(0.002)
    load = Load(connections=10, idle=7, waiting=0)
    return metrics.exposition(FIGURES, load, "open", ("DEVICE_STATUS",)).decode()


def test_the_parser_reads_what_we_say() -> None:
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(exposed())
        for sample in family.samples
    }
    assert found["keyturn_grants", ("state", "active")] == 2
    assert found["keyturn_actions_last_day", ("kind", "unlock"), ("state", "confirmed")] == 3
    assert found["keyturn_webhook_failed_ratio",] == 0.02
    assert found["keyturn_webhook_registrations", ("feature", "DEVICE_STATUS")] == 2
    assert found["keyturn_nuki_circuit", ("state", "open")] == 1
    assert found["keyturn_nuki_circuit", ("state", "closed")] == 0
    assert found["keyturn_webhooks_total", ("outcome", "accepted")] == 1
    assert found["keyturn_database_connections_idle",] == 7


def test_every_figure_has_its_meaning_on_the_page_and_no_other() -> None:
    names = set(re.findall(r"^# TYPE (\S+)", exposed(), re.M))
    explained = set(re.findall(r"^\| `(keyturn_\w+)` \|", PAGE.read_text(), re.M))
    assert explained == names
    used = {re.sub(r"_bucket$", "", name) for name in re.findall(r"\b(keyturn_\w+)", PAGE.read_text())}
    assert used == names


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/webhooks/nuki/abc", "webhook"),
        ("/v1/customers", "api"),
        ("/v1x", "page"),
        ("/operator/vault", "operator"),
        ("/readyz", "watch"),
        ("/static/keyturn.css", "static"),
        ("/doors/events", "stream"),
        ("/doors/g1/17618910285", "page"),
    ],
)
def test_places_are_few(path: str, place: str) -> None:
    assert place_of(path) == place


def test_groups_are_few() -> None:
    assert group_of("/smartlock/17618910285/action/advanced") == "smartlock"
    assert group_of("/api/decentralWebhook/4711") == "decentralWebhook"
    assert group_of("/oauth/token") == "oauth"
    assert group_of("/whatever/1") == "other"
