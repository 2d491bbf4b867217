"""What can go wrong, in words a guest house's owner understands."""

from __future__ import annotations


class Trouble(Exception):
    """An error page: what happened, what to do next, with which HTTP status."""

    def __init__(self, status: int, what: str, next_step: str) -> None:
        super().__init__(what)
        self.status, self.what, self.next_step = status, what, next_step


class GrantLost(Trouble):
    """Nuki gives no new access token any more: only connecting again helps."""

    def __init__(self) -> None:
        super().__init__(
            401,
            "The connection with your Nuki account has ended, so you have been logged out.",
            "Connect again, and your doors are back.",
        )


def nuki_unavailable() -> Trouble:
    return Trouble(503, "Nuki cannot be reached at the moment.", "Your connection is kept. Try again in a minute.")


def nuki_busy() -> Trouble:
    return Trouble(503, "Nuki is busy and asks us to wait.", "Wait a minute, then try again.")


def forbidden() -> Trouble:
    return Trouble(
        403,
        "Your Nuki account does not allow this.",
        "Disconnect and connect again, and leave all permissions and doors ticked on Nuki's page.",
    )


def refused(status: int) -> Trouble:
    if status == 404:
        return Trouble(404, "Nuki does not know this door.", "Go back to your doors: it may have been removed.")
    if status == 402:
        return Trouble(502, "A subscription is missing for this door.", "Check it at Nuki Web, then try again.")
    return Trouble(502, "Nuki did not accept the request.", "Try again; if it stays so, write to our support.")
