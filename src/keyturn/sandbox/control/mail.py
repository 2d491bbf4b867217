"""``/_sandbox/mail``: what Nuki would have sent to people."""

from __future__ import annotations

from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route


class MailControl:
    """The outbox, newest last."""

    def __init__(self, controls: Controls) -> None:
        self._world = controls.world

    async def letters(self, request: Request) -> Answer:
        """``GET /_sandbox/mail``: invite codes are in it, for whoever plays their reader."""
        return json_answer(tuple(self._world.outbox))


def routes(controls: Controls) -> tuple[Route, ...]:
    """Their routes."""
    return (guard.guarded("mail", "GET", "/_sandbox/mail", MailControl(controls).letters),)
