"""Webhooks that Nuki did not send: each says that a door opened which did not."""

from __future__ import annotations

import asyncio

from keyturn.checker.scenarios.acting import SETTLED
from keyturn.checker.scenarios.hooks.arriving import MOVE_SECONDS, NEEDS, confirmation
from keyturn.checker.scenarios.letter import Letter
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario
from keyturn.secrecy import Secret

STRANGER = Secret("the key of a stranger")


@scenario(needs=NEEDS)
async def unsigned_webhook_arrives(stage: Stage) -> None:
    """The motor is blocked, and somebody without a signature says that the door opened."""
    genuine, lie = await blocked(stage)
    await told(stage, lie.unsigned(), "unsigned")
    await settled(stage, genuine)


@scenario(needs=NEEDS)
async def forged_webhook_arrives(stage: Stage) -> None:
    """The same, signed: with a stranger's key, for other words, and right in the first half only."""
    genuine, lie = await blocked(stage)
    await told(stage, lie.signed(STRANGER), "signed with a stranger's key")
    await told(stage, lie, "changed after it was signed")
    await told(stage, lie.signed(stage.key_of(genuine)).half_signed(), "signed rightly in its first half only")
    await settled(stage, genuine)


@scenario(needs=NEEDS)
async def old_signature_arrives(stage: Stage) -> None:
    """The same, with nothing right but the second, undocumented header."""
    genuine, lie = await blocked(stage)
    await told(stage, lie.signed(stage.key_of(genuine)).old_signed(), "signed rightly in the old header only")
    await settled(stage, genuine)


async def blocked(stage: Stage) -> tuple[Letter, Letter]:
    """What Nuki says of a door whose motor is blocked, and the opposite under the same signature."""
    await stage.connect()
    stage.arm("motor_blocked")
    stage.hold()
    await stage.act("unlock")
    await stage.time_passes(MOVE_SECONDS)
    genuine = confirmation(stage)
    return genuine, genuine.saying(success=True, errorCode=None)


async def told(stage: Stage, lie: Letter, how: str) -> None:
    """Deliver it, and look."""
    await stage.post(lie, how)
    await asyncio.sleep(0.05)
    await stage.outcome()


async def settled(stage: Stage, genuine: Letter) -> None:
    """Then the truth."""
    stage.note("truth")
    await stage.post(genuine)
    await stage.outcome_becomes(*SETTLED, seconds=0)
