"""Faults in telling what became of an action."""

# ruff: noqa: N801
from __future__ import annotations

import sqlite3

from tests.sabotage.spoiling import spoils

from guesthouse.actions import Actions, Outcome


@spoils
class success_on_any_2xx(Actions):
    """Accepted by Nuki is taken for done by the lock."""

    def waiting(self) -> Outcome:
        return self.confirmed()

    def silent(self) -> Outcome:
        return self.confirmed()


@spoils
class success_on_button_press(Actions):
    """Success is shown always, even when the lock has said no."""

    def outcome(self, action: sqlite3.Row) -> Outcome:
        return self.confirmed()


@spoils
class waiting_shown_as_failed(Actions):
    """Who has not answered yet has failed."""

    def waiting(self) -> Outcome:
        return self.failed("")


@spoils
class confirmation_ignored(Actions):
    """What the lock says is never looked at."""

    def confirmation(self, action: sqlite3.Row) -> sqlite3.Row | None:
        return None


@spoils
class failure_shown_as_success(Actions):
    """A confirmation counts, whatever it says."""

    def failed(self, code: str) -> Outcome:
        return self.confirmed()


@spoils
class silence_shown_as_success(Actions):
    """No news is good news."""

    def silent(self) -> Outcome:
        return self.confirmed()


@spoils
class silence_waits_forever(Actions):
    """A lock that does not answer is waited for without end."""

    def in_time(self, action: sqlite3.Row) -> bool:
        return True


@spoils
class late_webhook_ignored(Actions):
    """A confirmation after the time is over does not count."""

    def confirmation(self, action: sqlite3.Row) -> sqlite3.Row | None:
        found = super().confirmation(action)
        return found if found and found["at"] < action["at"] + self.settings.confirm_seconds else None


@spoils
class any_webhook_confirms(Actions):
    """The confirmation of another request counts too."""

    def confirmation(self, action: sqlite3.Row) -> sqlite3.Row | None:
        return self.store.one("SELECT * FROM confirmation WHERE at >= ? ORDER BY at", action["at"])
