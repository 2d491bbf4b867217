"""Reading them: customers and doors from ``/v1``, the webhooks' fate from ``/metrics``. Nothing is changed there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from typing import TypeVar

from keyturn.client import errors
from keyturn.client.transport import Transport
from keyturn.client.wire import Request
from keyturn.company import KeyturnClient
from keyturn.company.shapes import Grant, Smartlock
from keyturn.journey import offer
from keyturn.journey.errors import NotNow
from keyturn.journey.running.facts import LIVE, Facts, Hooks
from keyturn.nuki.codes import DeviceType
from keyturn.secrecy import Secret

T = TypeVar("T")
MOST_GRANTS, MOST_ACTIONS, LOOKED_INTO = 500, 5_000, 100
"""How many are read at most, and into how many grants' doors is looked: enough to know what is in use."""
_ACTIONS = {
    "lock": "lock",
    "full-lock": "lock",
    "force-lock": "lock",
    "unlock": "unlock",
    "force-unlock": "unlock",
    "open": "unlatch",
    "lock-n-go": "lock_n_go",
    "lock-n-go-open": "lock_n_go",
    "ring-to-open-on": "ring_to_open",
    "ring-to-open-off": "ring_to_open",
    "continuous-on": "continuous_mode",
    "continuous-off": "continuous_mode",
}
_AT_DEVICE: dict[tuple[int, str], str] = {
    (DeviceType.OPENER, "open"): "electric_strike",
    (DeviceType.BOX, "open"): "open_box",
    (DeviceType.BOX, "unlock"): "open_box",
}
_ON_LOCK = frozenset({"on_lock", "changing", "removing", "removed"})
"""States of a code that the lock once had."""


async def facts_of(keyturn: KeyturnClient, url: str, now: datetime, hooks: Hooks | None = None) -> Facts:
    """Needs a key with the scope ``read``. Raises :class:`keyturn.company.Problem` and the client's errors."""
    grants = await _at_most(keyturn.list_grants(), MOST_GRANTS)
    live = [grant for grant in grants if grant.state in LIVE]
    devices: dict[int, int] = {}
    acted: Counter[str] = Counter()
    actions: Counter[str] = Counter()
    for grant in live[:LOOKED_INTO]:
        for door in await keyturn.list_smartlocks(grant.id):
            devices[door.id] = door.device_type
            beside = await _beside_moving(keyturn, grant, door)
            actions += beside
            acted[offer.DEVICE_OF_TYPE.get(door.device_type, "")] += beside["codes"]
    done = await _at_most(keyturn.list_actions(), MOST_ACTIONS)
    for action in done:
        kind = devices.get(action.smartlock_id, -1)
        if action.state == "confirmed" and (
            meant := _AT_DEVICE.get((kind, action.kind)) or _ACTIONS.get(action.kind)
        ):
            actions[meant] += 1
            acted[offer.DEVICE_OF_TYPE.get(kind, "")] += 1
    if devices:
        actions["read"] = len(devices)
    return Facts(
        url=url,
        at=now,
        grants=_counted(Counter(grant.state for grant in grants)),
        scopes=_counted(Counter(scope for grant in live for scope in grant.scopes)),
        devices=_counted(Counter(offer.DEVICE_OF_TYPE.get(kind, "") for kind in devices.values())),
        acted=_counted(acted),
        actions=_counted(actions),
        hooks=hooks,
        partly=len(grants) == MOST_GRANTS or len(live) > LOOKED_INTO or len(done) == MOST_ACTIONS,
    )


async def _beside_moving(keyturn: KeyturnClient, grant: Grant, door: Smartlock) -> Counter[str]:
    """Codes the lock has had, people invited, and whether a log is read."""
    found: Counter[str] = Counter()
    if "smartlock.auth" in grant.scopes:
        found["codes"] = sum(code.state in _ON_LOCK for code in await keyturn.list_codes(grant.id, door.id))
        found["invites"] = sum(one.refusal is None for one in await keyturn.list_invites(grant.id, door.id))
    if "smartlock.log" in grant.scopes:
        found["activity"] = len(await keyturn.list_activity(grant.id, door.id, limit=1))
    return found


async def hooks_of(transport: Transport, token: Secret) -> Hooks:
    """With the operator's token. Raises :class:`NotNow` and the client's errors."""
    answer = await transport.send(Request("GET", "/metrics", bearer=token))
    if answer.status == 401:
        raise NotNow("The integration does not know this operator's token.", "See KEYTURN_OPERATOR_TOKEN.")
    if answer.status != 200:
        raise NotNow(
            f"GET /metrics was answered with {answer.status}.",
            "Set KEYTURN_OPERATOR_TOKEN where `keyturn serve` runs, and look at the address.",
        )
    text = answer.body.decode("utf-8", "replace")
    deliveries, failed = (_figure(text, f"keyturn_webhook{name}") for name in ("s_last_day", "_failed_ratio"))
    if deliveries is None or failed is None:
        raise errors.UnreadableAnswer("GET /metrics tells no figures of webhooks.", status=answer.status)
    by_state = _labelled(text, "keyturn_grants")
    return Hooks(
        deliveries=int(deliveries),
        failed=failed,
        registered=_labelled(text, "keyturn_webhook_registrations"),
        grants=sum(by_state.get(state, 0) for state in LIVE),
    )


def _figure(text: str, name: str) -> float | None:
    found = re.search(rf"^{name} ([0-9.e+-]+)$", text, re.MULTILINE)
    return float(found[1]) if found else None


def _labelled(text: str, name: str) -> dict[str, int]:
    """Numbers by their one label."""
    found = re.findall(rf'^{name}{{\w+="(\w+)"}} ([0-9.e+-]+)$', text, re.MULTILINE)
    return {label: int(float(number)) for label, number in found}


async def _at_most(things: AsyncIterator[T], number: int) -> list[T]:
    found: list[T] = []
    async for thing in things:
        found.append(thing)
        if len(found) == number:
            break
    return found


def _counted(counts: Counter[str]) -> dict[str, int]:
    return {name: number for name, number in sorted(counts.items()) if name and number}
