"""Genuine webhooks, at unusual times and in unusual forms."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from uuid import UUID

from keyturn.checker.errors import NotPlayed
from keyturn.checker.scenarios.acting import SETTLED
from keyturn.checker.scenarios.letter import Letter
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario

NEEDS = ("act.unlock", "outcome")
TROUBLES = (
    "low_voltage",
    "night_mode_rejects",
    "clutch_failure",
    "device_busy",
    "device_times_out",
    "device_offline",
)
"""Faults of doors; after the last, a subject may offer no button any more."""
MOVE_SECONDS = 30.0
"""Virtual time after which every door has arrived and said so."""
GRACE_SECONDS = 8.0
"""Real time a subject may take longer than it says before silence is called silence."""
UNHEARD_OF = "DEVICE_WEATHER"
NOBODYS_DEVICE = 17179869183
SOMEBODY_ELSES = str(UUID(int=0x5EED))
"""A request id that is no one's."""


@scenario(needs=NEEDS, smoke=True, by_hand=True)
async def motor_is_blocked(stage: Stage) -> None:
    """The lock is asked, its motor blocks, and Nuki's webhook says so."""
    await stage.connect()
    stage.arm("motor_blocked")
    await stage.act("unlock")
    await stage.outcome_becomes(*SETTLED)


@scenario(needs=NEEDS, seconds=60)
async def door_has_other_troubles(stage: Stage) -> None:
    """Weak batteries, night mode, a clutch, a busy lock; at last the door is out of reach."""
    await stage.connect()
    for fault in TROUBLES:

        async def armed(fault: str = fault) -> None:
            stage.arm(fault)

        await stage.ends(stage.act("unlock", armed), "door in trouble", fault)
        await stage.outcome_becomes(*SETTLED)
        stage.disarm()


@scenario(needs=NEEDS, seconds=90)
async def confirmation_comes_late(stage: Stage) -> None:
    """Nothing is heard of an action for longer than the subject waits; then its confirmation comes after all."""
    await stage.connect()
    stage.hold()
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    last = await patiently(stage)
    stage.note("waited", last)
    await stage.post(confirmation(stage))
    await stage.outcome_becomes(*SETTLED, seconds=0)


@scenario(needs=NEEDS)
async def confirmation_comes_early(stage: Stage) -> None:
    """The confirmation arrives before the answer to the request it confirms."""
    await stage.connect()
    stage.arm("webhook_early", times=None)
    await stage.act("unlock")
    await stage.outcome_becomes(*SETTLED)


@scenario(needs=NEEDS)
async def confirmation_comes_twice(stage: Stage) -> None:
    """The same confirmation, byte for byte, comes again."""
    await stage.connect()
    stage.hold()
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    await stage.post(confirmation(stage))
    await stage.outcome_becomes(*SETTLED, seconds=0)
    stage.note("again")
    await stage.post(confirmation(stage))
    await asyncio.sleep(0.1)
    await stage.outcome()


@scenario(needs=NEEDS)
async def another_request_is_confirmed(stage: Stage) -> None:
    """While one action is under way, the confirmation of another arrives, well signed."""
    await stage.connect()
    stage.hold()
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    mine = confirmation(stage)
    await stage.post(mine.saying(requestId=SOMEBODY_ELSES).signed(stage.key_of(mine)))
    await asyncio.sleep(0.1)
    await stage.outcome()
    await stage.post(mine)
    await stage.outcome_becomes(*SETTLED, seconds=0)


@scenario(needs=NEEDS)
async def confirmation_is_written_unusually(stage: Stage) -> None:
    """The confirmation has other spaces between its words than most programs would put there."""
    await stage.connect()
    stage.hold()
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    mine = confirmation(stage)
    written = json.dumps(mine.told, indent=3, separators=(" ,", " : ")).encode() + b"\n"
    await stage.post(replace(mine, body=written).signed(stage.key_of(mine)))
    await stage.outcome_becomes(*SETTLED, seconds=0)


@scenario(needs=NEEDS)
async def webhooks_of_each_kind_arrive(stage: Stage) -> None:
    """What a door tells while it moves, and one feature nobody has heard of, all at once."""
    await stage.connect()
    stage.hold(everything=True)
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    mine = confirmation(stage)
    other = json.dumps({"feature": UNHEARD_OF, "smartlockId": int(stage.smartlock_id), "weather": "rain"})
    letters = [*stage.held(), replace(mine, body=other.encode()).signed(stage.key_of(mine))]
    await asyncio.gather(*(stage.post(letter) for letter in letters))
    await stage.outcome_becomes(*SETTLED, seconds=0)


@scenario(needs=NEEDS)
async def webhooks_of_strange_kinds_arrive(stage: Stage) -> None:
    """Well signed: a list instead of an event, a device nobody knows, and no JSON at all; then the confirmation."""
    await stage.connect()
    stage.hold()
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    mine = confirmation(stage)
    key = stage.key_of(mine)
    nobodys = json.dumps({"feature": "DEVICE_STATUS", "smartlockId": NOBODYS_DEVICE, "state": {"state": 1}})
    for body in (b"[" + mine.body + b"]", nobodys.encode(), b"<html>" + mine.body, b"null"):
        await stage.post(replace(mine, body=body).signed(key))
    await stage.post(mine)
    await stage.outcome_becomes(*SETTLED, seconds=0)


@scenario(needs=("act.unlock", "act.lock", "outcome", "events"))
async def door_moves_alike_twice(stage: Stage) -> None:
    """Unlocked, locked, and unlocked again: two events differ in nothing but their time. Then all come once more."""
    await stage.connect()
    stage.hold(everything=True)
    for action in ("unlock", "lock", "unlock"):
        before = len(stage.held())
        await stage.act(action)
        await stage.time_passes(MOVE_SECONDS)
        for letter in stage.held()[before:]:
            await stage.post(letter)
        await stage.outcome_becomes(*SETTLED, seconds=0)
    await stage.events()
    for letter in stage.held():
        await stage.post(letter)
    stage.note("again")
    await asyncio.sleep(0.1)
    await stage.events()
    await stage.outcome()


def confirmation(stage: Stage) -> Letter:
    """The last one that was held back. Raises :class:`NotPlayed`."""
    found = [letter for letter in stage.held() if letter.confirms]
    if not found:
        raise NotPlayed("No webhook confirmed the action: none is registered, or the action never reached Nuki.")
    return found[-1]


async def patiently(stage: Stage) -> str:
    """Look until the subject has waited as long as it says; the last word."""
    assert stage.subject.outcome is not None
    word = await stage.outcome()
    for _ in range(round((stage.subject.outcome.seconds + GRACE_SECONDS) / 0.5)):
        if word in ("unconfirmed", "confirmed", "failed"):
            break
        await asyncio.sleep(0.5)
        word = await stage.outcome()
    return word
