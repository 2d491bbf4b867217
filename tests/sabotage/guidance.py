"""Faults in support and help."""

# ruff: noqa: N801
from __future__ import annotations

import sqlite3

from starlette.requests import Request
from starlette.responses import Response
from tests.sabotage.spoiling import newest_tokens, spoils, with_more

from guesthouse.app import GuestHouse
from guesthouse.pages import Pages


@spoils
class support_behind_login(GuestHouse):
    """Who cannot connect cannot ask why."""

    async def support(self, request: Request) -> Response:
        self.sessions.connected(request)
        return await super().support(request)


@spoils
class support_without_contact(Pages):
    """The page of the support names nobody."""

    def contact(self) -> str:
        return "our team"


@spoils
class support_sends_to_nuki(Pages):
    """Nuki is to help first."""

    def contact(self) -> str:
        return '<a href="mailto:contact@nuki.io">Nuki</a>, contact@nuki.io'


@spoils
class hand_over_without_request_ids(Pages):
    """What goes to Nuki does not say which request is meant."""

    def handed_over(self, action: sqlite3.Row) -> str:
        return str(super().handed_over(action).partition(", requestId")[0])


@spoils
class hand_over_with_token(GuestHouse):
    """What goes to Nuki has the access token in it."""

    async def hand_over(self, request: Request) -> Response:
        token = newest_tokens(self.store).access
        return with_more(await super().hand_over(request), f"<p>Authorization: Bearer {token}</p>")


@spoils
class help_not_linked(Pages):
    """The help is where nobody finds it."""

    def guidance(self) -> dict[str, str]:
        return {"/support": "Support"}


@spoils
class help_behind_login(GuestHouse):
    """How to connect is told to those who are connected."""

    async def help(self, request: Request) -> Response:
        self.sessions.connected(request)
        return await super().help(request)


class _Incomplete(Pages):
    missing = ""

    def help_parts(self) -> dict[str, str]:
        return {title: text for title, text in super().help_parts().items() if title != self.missing}


@spoils
class help_without_connecting(_Incomplete):
    """How to connect is not told."""

    missing = "Connect"


@spoils
class help_without_reconnecting(_Incomplete):
    """How to connect again is not told."""

    missing = "Reconnect"


@spoils
class help_without_disconnecting(_Incomplete):
    """How to disconnect is not told."""

    missing = "Disconnect"


@spoils
class help_without_problems(_Incomplete):
    """What to do about problems is not told."""

    missing = "Problems"


@spoils
class help_names_another_device(Pages):
    """A device is promised that is not supported."""

    def help_devices(self) -> str:
        return "It works with the Nuki Smart Lock, the Nuki Smart Door, the Nuki Opener and the Nuki Box."


@spoils
class help_omits_a_scope(Pages):
    """One permission is asked for without a word."""

    def help_scopes(self) -> dict[str, str]:
        return {scope: why for scope, why in super().help_scopes().items() if scope != "smartlock.action"}


@spoils
class help_omits_an_action(Pages):
    """One button is not explained."""

    def help_actions(self) -> str:
        return "You can open your doors here."
