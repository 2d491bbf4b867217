"""Account, integrations: what has access, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.account import AccountIntegration
from keyturn.nuki.oauth import REFRESH_TOKEN_SECONDS
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.call import Binding, Call, whole_number
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world import departures
from keyturn.sandbox.world.people import Application
from keyturn.sandbox.world.permits import Grant

RULES = (
    Rule(
        "Removing an integration ends its grant and its tokens at once; tokenId removes one token made by hand.",
        Confidence.DOCUMENTED,
        "S-25; that access ends at once is guessed",
    ),
    Rule(
        "apiKeyId and tokenId may also come in a JSON body.", Confidence.REPORTED, "a client that sends them there"
    ),
    Rule("A grant shows with vendorKey WEB_API, a token made by hand with API_TOKEN.", Confidence.GUESSED, "S-25"),
)


async def list_integrations(call: Call) -> Answer:
    """``GET /account/integration``."""
    return json_answer([*_granted(call), *_hand_made(call)])


async def remove_integration(call: Call) -> Answer:
    """``DELETE /account/integration?apiKeyId=&tokenId=``; what is not there is gone already."""
    key, token_id = _asked(call)
    world = call.world
    for one in list(world.office.hand_made.values()):
        mine = one.shown.account_id == call.account_id and one.api_key_id == key
        if mine and token_id in {None, one.shown.id}:
            departures.end_hand_made(world, one.shown.id)
    if token_id is None:
        for application in world.applications.values():
            if application.api_key_id == key:
                departures.end_grants(
                    world,
                    "the integration was removed",
                    account_id=call.account_id,
                    client_id=application.client_id,
                )
    world.changed()
    return NO_CONTENT


def _granted(call: Call) -> Iterator[AccountIntegration]:
    now = call.world.clock.now()
    for grant in call.world.grants_of.get(call.account_id, ()):
        application = call.world.applications.get(grant.client_id)
        if application is not None and grant.live(now):
            yield _grant(grant, application)


def _grant(grant: Grant, application: Application) -> AccountIntegration:
    advanced = application.advanced
    return AccountIntegration(
        version="HYDRA",
        vendor_key="WEB_API",
        name=application.name,
        client_id=application.client_id,
        created_at=to_wire(grant.since),
        last_active_at=to_wire(grant.ends - timedelta(seconds=REFRESH_TOKEN_SECONDS)),
        scopes=grant.scopes,
        warning=False,
        sub_account=False,
        advanced_type=advanced.type if advanced else None,
        advanced_state=str(advanced.status) if advanced else None,
        sort_order=10,
        device=False,
    )


def _hand_made(call: Call) -> Iterator[AccountIntegration]:
    clients = {one.api_key_id: one.client_id for one in call.world.applications.values()}
    for one in call.world.office.hand_made.values():
        if one.shown.account_id == call.account_id:
            yield AccountIntegration(
                version="HYDRA",
                vendor_key="API_TOKEN",
                name="API token",
                client_id=clients.get(one.api_key_id, ""),  # type: ignore[call-overload]
                description=one.shown.description,
                created_at=one.shown.creation_date,
                scopes=one.shown.scopes,
                warning=False,
                token_id=one.shown.id,
                sub_account=False,
                sort_order=20,
                device=False,
            )


def _asked(call: Call) -> tuple[int, str | None]:
    query = Query(call.request)
    given: dict[str, Any] = {}
    if call.request.body:
        try:
            body = msgspec.json.decode(call.request.body)
            given = body if isinstance(body, dict) else {}
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            given = {}
    key = query.text("apiKeyId") or given.get("apiKeyId")
    token_id = query.text("tokenId") or given.get("tokenId")
    if key is None:
        raise ParameterRefused("apiKeyId", "null")
    return whole_number("apiKeyId", str(key)), None if token_id is None else str(token_id)


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ACCOUNT_INTEGRATIONS, list_integrations),
    (endpoints.DELETE_ACCOUNT_INTEGRATIONS, remove_integration),
)
