"""A story as a line of time: who spoke when, in three lanes, and the same as a list of steps."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from keyturn.checker.evidence import Evidence, Exchange, Hook, Moment

WIDTH = 640
"""Units of the drawing, left to right."""
LANES = {"visitor": 18, "webhook": 46, "noted": 74}
"""Each lane with its height in the drawing."""
_SHOWN_AT_MOST = 160


@dataclass(frozen=True)
class Step:
    """One dot. ``at`` is in real seconds since the story began, ``x`` and ``y`` its place in the drawing."""

    at: float
    lane: str
    text: str
    bad: bool
    x: float
    y: int
    picture: str | None = None


def steps(evidence: Evidence) -> tuple[Step, ...]:
    """Everything that happened, in order."""
    whole = max([evidence.seconds, 0.001, *(one.at for one in evidence.moments)])
    told = [
        *((one.at, "visitor", _asked(one), one.status >= 500, one.picture) for one in evidence.exchanges),
        *(
            (one.at, "webhook", _sent(one), one.status is None or one.status >= 400, None)
            for one in evidence.hooks
        ),
        *(
            (one.at, "noted", _noted(one), one.name == "no page", None)
            for one in evidence.moments
            if one.name != "outcome says"
        ),
    ]
    return tuple(
        Step(at, lane, text, bad, round(10 + (WIDTH - 20) * min(at / whole, 1), 1), LANES[lane], picture)
        for at, lane, text, bad, picture in sorted(told, key=lambda one: one[0])
    )


def _asked(exchange: Exchange) -> str:
    path = _short(urlsplit(exchange.url).path or "/")
    whose = "" if exchange.by == "subject" else " at Nuki"
    return f"{exchange.method} {path}{whose}: {exchange.status}"


def _sent(hook: Hook) -> str:
    how = f"forged ({hook.forged})" if hook.forged else "signed" if hook.signed else "unsigned"
    answer = hook.trouble or hook.status
    return f"webhook, {how}, answered {answer} after {hook.seconds * 1000:.0f} ms"


def _noted(moment: Moment) -> str:
    return _short(f"{moment.name}: {moment.value}" if moment.value else moment.name)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_AT_MOST else f"{text[:_SHOWN_AT_MOST]}…"
