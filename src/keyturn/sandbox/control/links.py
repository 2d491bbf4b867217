"""``/_sandbox/mail/{link}``: following the link of a mail that the sandbox kept."""

from __future__ import annotations

import msgspec

from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.errors import Problem
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route
from keyturn.sandbox.world import mailbox


class _Follow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    password: str | None = None

    def __repr__(self) -> str:
        return "_Follow(…)"


class Links:
    """What the reader of a mail can do."""

    def __init__(self, controls: Controls) -> None:
        self._world = controls.world

    async def follow(self, request: Request) -> Answer:
        """``{"password"?}``; the link is the ``secret`` of a letter in ``GET /_sandbox/mail``."""
        asked = guard.read(request, _Follow)
        try:
            mail = mailbox.follow(self._world, request.parameters["link"], asked.password)
        except mailbox.NoSuchLink:
            raise Problem(
                404,
                "no-mail",
                "There is no such mail",
                detail="The link is unknown, was followed already, or a newer mail took its place.",
                remedy="GET /_sandbox/mail lists them; take the last one's secret.",
            ) from None
        except ValueError as trouble:
            raise guard.bad(str(trouble), 'Send {"password": "…"} for a new password, {} otherwise.') from None
        return json_answer({"to": mail.to, "about": mail.about})


def routes(controls: Controls) -> tuple[Route, ...]:
    """Its route."""
    return (guard.guarded("mail-link", "POST", "/_sandbox/mail/{link}", Links(controls).follow),)
