"""When a delivery is tried again: soon at first, then less and less often, over three days."""

from __future__ import annotations

MINUTE, HOUR = 60.0, 3600.0
PAUSES = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after the first, second, … attempt. Those of the Standard Webhooks specification."""
SPREAD = 0.2
"""A receiver that comes back is not met by everything at once: pauses are up to this much longer."""


def pause_after(attempts: int, chance: float) -> float | None:
    """Seconds until the next attempt after so many have failed; None: it is given up.

    ``chance`` is a number from 0 to 1. Raises ``ValueError`` for anything else, or for no attempt at all.
    """
    if attempts < 1 or not 0 <= chance <= 1:
        raise ValueError(f"There is no pause after {attempts} attempts with chance {chance}.")
    return PAUSES[attempts - 1] * (1 + SPREAD * chance) if attempts <= len(PAUSES) else None
