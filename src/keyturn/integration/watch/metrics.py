"""Figures for Prometheus: the one door to its library.

What happens in this process is counted as it happens: over several processes it is added up. What is true of the whole
installation is read when somebody asks, and is the same in every process: over several processes it is not added up.
No label has more than a few values: no customer, no device, no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from keyturn.integration.watch.figures import Figures, Load

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
disable_created_metrics()  # type: ignore[no-untyped-call]  # an instant beside each number, which nobody asks for
Key = tuple[str, ...]
"""Values of labels, in their order."""
_REFUSED = {400: "refused", 401: "refused", 403: "refused", 404: "unknown", 413: "too_large"}
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_DOOR = (0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300)


class Metrics:
    """What this process counts."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Histogram(
            "keyturn_request_seconds",
            "Seconds until an answer was begun, by kind of address and class of status.",
            ("place", "status"),
            buckets=_QUICK,
            registry=registry,
        )
        self.webhooks = Counter(
            "keyturn_webhooks",
            "Deliveries by Nuki, or by whoever pretends, by what they were answered.",
            ("outcome",),
            registry=registry,
        )
        self.intake = Histogram(
            "keyturn_webhook_intake_seconds",
            "Seconds until a delivery was durable and answered.",
            buckets=_QUICK,
            registry=registry,
        )
        self.renewals = Counter(
            "keyturn_renewals", "Token renewals asked of Nuki, by outcome.", ("outcome",), registry=registry
        )
        self.calls = Histogram(
            "keyturn_nuki_call_seconds",
            "Calls to Nuki by group of operations and by status, or by what came instead of an answer.",
            ("group", "status"),
            buckets=_QUICK,
            registry=registry,
        )
        self.events = Counter(
            "keyturn_events_out",
            "Attempts to deliver an event to an endpoint of the company, by outcome.",
            ("outcome",),
            registry=registry,
        )
        self.confirmations = Histogram(
            "keyturn_action_confirmation_seconds",
            "Seconds from request to confirmation of door actions; of the whole installation, seen by this process.",
            buckets=_DOOR,
            registry=registry,
        )

        self._accepted = (self.requests.labels("webhook", "2xx"), self.webhooks.labels("accepted"))

    def webhook(self, status: int, seconds: float) -> None:
        """A delivery that was answered. The usual case comes in storms and is kept cheap."""
        if status == 204:
            requests, webhooks = self._accepted
            self.intake.observe(seconds)
        else:
            requests = self.requests.labels("webhook", f"{status // 100}xx")
            webhooks = self.webhooks.labels(_REFUSED.get(status, "failed"))
        requests.observe(seconds)
        webhooks.inc()

    def exposition(self, figures: Figures, load: Load, circuit: str, features: Iterable[str] = ()) -> bytes:
        """Everything in Prometheus' text format. ``features``: those that each grant's webhooks are registered with."""
        present = CollectorRegistry()
        present.register(_Present([*_of_installation(figures, features), *_of_process(load, circuit)]))
        return generate_latest(self._registry) + generate_latest(present)


class _Present(Collector):
    """Values that are read at this moment."""

    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._families


def _of_process(load: Load, circuit: str) -> Iterator[GaugeMetricFamily]:
    yield _each(
        "keyturn_nuki_circuit",
        "1 for the state of the circuit before Nuki.",
        ("state",),
        _keyed({state: int(state == circuit) for state in ("closed", "open", "half_open")}),
    )
    yield _one("keyturn_database_connections", "Connections to the database.", load.connections)
    yield _one("keyturn_database_connections_idle", "Those that nobody uses now.", load.idle)
    yield _one("keyturn_database_writes_waiting", "Pieces of work that wait for the writer.", load.waiting)


def _of_installation(now: Figures, features: Iterable[str]) -> Iterator[GaugeMetricFamily]:
    yield _states("keyturn_grants", "Grants by state.", now.grants)
    yield _one("keyturn_renewals_overdue", "Grants due for renewal for over ten minutes.", now.renewals_overdue)
    yield _each(
        "keyturn_actions_last_day",
        "Door actions of the last 24 hours.",
        ("state", "kind"),
        {key: float(number) for key, number in now.actions.items()},
    )
    yield _one("keyturn_cases_waiting", "Support cases that wait for the desk's answer.", now.cases)
    yield _one("keyturn_cases_late", "Support cases whose answer is overdue.", now.cases_late)
    yield _one("keyturn_actions_waiting", "Door actions that wait for their webhook.", now.actions_waiting)
    yield _states("keyturn_codes", "Keypad codes by state.", now.codes)
    yield _one("keyturn_inbox_waiting", "Deliveries taken and not yet settled.", now.inbox.waiting)
    yield _one("keyturn_inbox_oldest_seconds", "Age of the oldest of these.", now.inbox.oldest_seconds)
    yield _states("keyturn_inbox_aside", "Deliveries that are early or could not be opened.", now.inbox_states)
    yield _one(
        "keyturn_webhook_failed_ratio",
        "Share of the deliveries of 24 hours that were not taken. Nuki warns at 0.05.",
        now.failed_share,
    )
    yield _each(
        "keyturn_webhook_registrations",
        "Addresses registered at Nuki, one for each grant, by what is sent there; none where webhooks are central.",
        ("feature",),
        _keyed(dict.fromkeys(features, now.registrations)),
    )
    yield _one("keyturn_webhooks_last_day", "Deliveries of the last 24 hours.", now.taken + now.not_taken)
    yield _one("keyturn_events_out_waiting", "Events not yet delivered to an endpoint.", now.events_out.waiting)
    yield _one(
        "keyturn_events_out_late_seconds", "How late the latest of these is.", now.events_out.oldest_seconds
    )
    yield _one("keyturn_events_out_given_up", "Events given up after days of trying.", now.events_given_up)
    yield _states("keyturn_endpoints", "Endpoints of the company by state.", now.endpoints)
    yield _each("keyturn_leases", "Leases held, by what they are for.", ("name",), _keyed(now.leases))
    yield _each("keyturn_vault_sealed", "Sealed values by vault key.", ("key_id",), _keyed(now.sealed))


def _one(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_text, value=float(value))


def _states(name: str, help_text: str, counts: dict[str, int]) -> GaugeMetricFamily:
    return _each(name, help_text, ("state",), _keyed(counts))


def _keyed(counts: dict[str, int]) -> dict[Key, float]:
    return {(key,): float(number) for key, number in counts.items()}


def _each(name: str, help_text: str, labels: tuple[str, ...], values: Mapping[Key, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family
