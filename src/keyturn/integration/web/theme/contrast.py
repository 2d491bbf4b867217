"""Contrast between colours as WCAG 2.2 defines it (success criterion 1.4.3, relative luminance). Pure."""

from __future__ import annotations

NEEDED = 4.5
"""Level AA for text of ordinary size."""
_BLACK, _WHITE = "#000000", "#ffffff"


def ratio(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white); colours are ``#rrggbb``."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def worst(colour: str, grounds: tuple[str, ...]) -> float:
    """The smallest ratio against any of the grounds."""
    return min(ratio(colour, ground) for ground in grounds)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on it; the better one always reaches ``NEEDED``."""
    return max(_BLACK, _WHITE, key=lambda ink: ratio(ink, colour))


def nearest(colour: str, grounds: tuple[str, ...]) -> str:
    """The first colour on the way from this one to black or white that passes on all grounds."""
    ends = [end for end in (_BLACK, _WHITE) if worst(end, grounds) >= NEEDED]
    for percent in range(101):
        for end in ends:
            mixed = _mix(colour, end, percent)
            if worst(mixed, grounds) >= NEEDED:
                return mixed
    raise ValueError(f"No colour passes on {grounds}.")


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _mix(colour: str, end: str, percent: int) -> str:
    pairs = zip(_channels(colour), _channels(end), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * percent / 100):02x}" for one, other in pairs)
