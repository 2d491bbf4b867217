"""Small pictures of a day: a bar an hour, each of layers. Pure: numbers in, rectangles out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keyturn.integration.watch.records import Hour

WIDTH, HEIGHT, GAP = 480, 80, 4
GOOD, DOUBTFUL, BAD = "good", "doubtful", "bad"
_LAYER = {
    **dict.fromkeys(("confirmed", "taken"), GOOD),
    **dict.fromkeys(("requested", "accepted", "unconfirmed", "unknown"), DOUBTFUL),
    **dict.fromkeys(("failed", "refused"), BAD),
}


@dataclass(frozen=True)
class Bar:
    """A rectangle from the top left; ``layer`` says how it is coloured."""

    x: int
    y: float
    width: int
    height: float
    layer: str


@dataclass(frozen=True)
class Plot:
    """``most`` is what a bar of full height stands for; ``totals`` are of the whole day, by layer."""

    bars: tuple[Bar, ...]
    most: int
    totals: dict[str, int]
    begin: str
    end: str


def plot(hours: Sequence[Hour]) -> Plot:
    """The good below, the bad on top, so that trouble shows against the sky."""
    layers = [_layers(hour.counts) for hour in hours]
    most = max((sum(each.values()) for each in layers), default=0)
    step = WIDTH // max(1, len(hours))
    bars: list[Bar] = []
    for index, counts in enumerate(layers):
        top = float(HEIGHT)
        for layer in (GOOD, DOUBTFUL, BAD):
            if number := counts[layer]:
                height = max(2.0, round(HEIGHT * number / most, 1))
                top -= height
                bars.append(Bar(index * step + GAP // 2, round(max(0.0, top), 1), step - GAP, height, layer))
    totals = {layer: sum(each[layer] for each in layers) for layer in (GOOD, DOUBTFUL, BAD)}
    first, last = (hours[0], hours[-1]) if hours else (None, None)
    return Plot(
        tuple(bars), most, totals, f"{first.at:%H:%M}" if first else "", f"{last.at:%H:%M}" if last else ""
    )


def _layers(counts: dict[str, int]) -> dict[str, int]:
    found = {GOOD: 0, DOUBTFUL: 0, BAD: 0}
    for outcome, number in counts.items():
        found[_LAYER.get(outcome, BAD)] += number
    return found
