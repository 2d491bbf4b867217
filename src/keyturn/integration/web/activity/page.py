"""What has happened: at all doors of a visitor, or at one; page by page into the past."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from keyturn.client import errors
from keyturn.integration.activity.entry import keeps_silent
from keyturn.integration.errors import GrantLost, IntegrationError, RequestRefused
from keyturn.integration.grants.grant import Grant
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.activity.views import DAYS, Bar, chart, line, zone_of
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.visitor import Visitor, customer
from keyturn.nuki.scopes import Scope

log = logging.getLogger(__name__)
ON_A_PAGE = 40
PATIENCE_SECONDS = 4.0


def activity(pages: Pages) -> Handler:
    """The newest first. Read anew from Nuki for what no webhook told; trouble becomes a notice."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        doors = await _doors(services, visitor)
        wished, before = request.query_params.get("door", ""), _before(request, services.clock.now())
        chosen = [(grant, door) for grant, door in doors if wished in ("", str(door.smartlock_id))]
        notice = await _read(services, chosen) if "before" not in request.query_params else ""
        entries = []
        for grant, door in chosen:
            found = await services.book.newest(grant.grant_id, door.smartlock_id, before, ON_A_PAGE + 1)
            entries += [(entry, door) for entry in found]
        entries.sort(key=lambda each: (each[0].at, each[0].entry_id), reverse=True)
        more, shown = len(entries) > ON_A_PAGE, entries[:ON_A_PAGE]
        off, silent = await _off(services, chosen)
        bars: tuple[Bar, ...] = ()
        if len(chosen) == 1:
            (grant, door), where = chosen[0], zone_of(chosen[0][1])
            since = services.clock.now() - timedelta(days=DAYS)
            instants = await services.book.instants(grant.grant_id, door.smartlock_id, since)
            bars = chart(instants, services.clock.now().astimezone(where).date(), where)
        return pages.render(
            "activity/activity.html",
            visitor,
            entries=[line(entry, door, services.texts, visitor.language) for entry, door in shown],
            doors=[door for _, door in doors],
            wished=wished,
            older=shown[-1][0].at.isoformat() if more else "",
            off=off,
            silent=[] if notice else silent,
            bars=bars,
            notice=notice,
        )

    return show


async def _doors(services: Services, visitor: Visitor) -> list[tuple[Grant, Door]]:
    """Doors whose log this visitor lets us read. Raises :class:`RequestRefused` where there is none."""
    found, usable = [], False
    for grant in await services.grants.grants_of(customer(visitor).customer_id):
        if grant.usable and Scope.SMARTLOCK_LOG in grant.scopes:
            usable = True
            found += [(grant, door) for door in await services.smartlocks.known(grant.grant_id)]
    if not usable:
        raise RequestRefused("No grant has smartlock.log.", code="scope-missing")
    return found


async def _off(services: Services, doors: list[tuple[Grant, Door]]) -> tuple[list[str], list[str]]:
    """Names of doors whose log says it is off, and of those whose log says nothing of what they confirmed."""
    off, silent, now = list[str](), list[str](), services.clock.now()
    for grant, door in doors:
        latest = await services.history.latest(grant.grant_id)
        newest = await services.book.newest(grant.grant_id, door.smartlock_id, now + timedelta(days=1), 1)
        if await services.book.switched_off(grant.grant_id, door.smartlock_id):
            off.append(door.name)
        elif keeps_silent(latest.get(door.smartlock_id), newest[0] if newest else None, now):
            silent.append(door.name)
    return off, silent


async def _read(services: Services, doors: list[tuple[Grant, Door]]) -> str:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for grant, door in doors:
                nuki = services.nuki(grant.grant_id)
                await services.log_reader.read(grant.grant_id, door.smartlock_id, nuki)
    except GrantLost:
        raise
    except (TimeoutError, errors.ClientError, IntegrationError) as trouble:
        log.warning("The activity is shown as last known: %r", trouble)
        return "activity.old"
    return ""


def _before(request: Request, now: datetime) -> datetime:
    """The instant a page begins below; whatever is no instant means now."""
    try:
        instant = datetime.fromisoformat(request.query_params.get("before", ""))
    except ValueError:
        return now + timedelta(days=1)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
