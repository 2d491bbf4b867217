"""What the operator's side may use: one typed bundle, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from keyturn.clock import Clock
from keyturn.integration.watch.figures import FigureStore
from keyturn.integration.watch.metrics import Metrics
from keyturn.integration.watch.present import Present
from keyturn.integration.watch.ready import Check
from keyturn.secrecy import Secret


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Without ``token`` nobody may look."""

    token: Secret | None
    clock: Clock
    metrics: Metrics
    store: FigureStore
    figures: Present
    checks: Mapping[str, Check]
    circuit: Callable[[], str]
