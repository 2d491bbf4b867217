"""One look, kept: what was found, and of what somebody was told already."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from keyturn.journey.errors import NotNow
from keyturn.journey.watch.alerts import Alert
from keyturn.journey.words import Words


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """``at`` in UTC. ``skipped`` are looks that were not possible; ``told`` the names of alerts sent out as events."""

    at: datetime
    alerts: tuple[Alert, ...]
    skipped: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def untold(self) -> tuple[Alert, ...]:
        """Those nobody was told of yet."""
        return tuple(each for each in self.alerts if each.name not in self.told)

    def after(self, before: Round | None) -> Round:
        """With what was told before; an alert that comes back is told again."""
        now = {each.name for each in self.alerts}
        return msgspec.structs.replace(
            self, told=tuple(name for name in (before.told if before else ()) if name in now)
        )

    def spoken(self, say: Words) -> dict[str, object]:
        """For a program, with sentences for the person behind it."""
        alerts = [{"name": each.name, "what": each.what(say), "remedy": each.remedy(say)} for each in self.alerts]
        return {"at": self.at, "alerts": alerts, "skipped": [say(f"unlooked.{each}") for each in self.skipped]}


def read(file: Path) -> Round | None:
    """None before the first. Raises :class:`NotNow` for a file that is none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Round)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as trouble:
        raise NotNow(
            f"{file} holds no round of watching: {trouble}.", "Remove it: `keyturn watch --once` makes a new one."
        ) from None


def written(told: Round) -> bytes:
    """Indented JSON."""
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
