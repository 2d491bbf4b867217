"""A call under faults: what strikes before it is looked at, and what becomes of its answer."""

from __future__ import annotations

import msgspec

from keyturn.clock import pass_time
from keyturn.nuki.ids import AccountId
from keyturn.sandbox.errors import SandboxError
from keyturn.sandbox.faults.effects import (
    AnswerInstead,
    Delays,
    Edits,
    HangsUp,
    NeverAnswers,
    Relabels,
    Truncates,
)
from keyturn.sandbox.faults.fault import Armed, Hook
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.resources.gate import smartlock_of
from keyturn.sandbox.wire.answer import JSON, Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route
from keyturn.sandbox.world.world import World

NO_ANSWER = Answer(0)
"""In the journal: nothing came back."""
AFTERWARDS = (HangsUp, Delays, Relabels, Truncates, Edits)


class Unanswered(SandboxError):
    """No answer, or only the beginning of one, is to reach the caller. ``silent``: the connection stays."""

    def __init__(self, *, silent: bool = False, begun: Answer = NO_ANSWER) -> None:
        super().__init__("no answer")
        self.silent, self.begun = silent, begun


async def answer(world: World, route: Route, request: Request) -> Answer:
    """What the handler says, if the faults let it. Raises :class:`Unanswered`, and what the handler raises."""
    account_id = _account_of(world, request)
    before = world.faults.strike(
        Hook.BEFORE,
        AnswerInstead,
        NeverAnswers,
        HangsUp,
        smartlock_id=smartlock_of(request),
        operation=route.name,
        account_id=account_id,
    )
    if before is not None:
        effect = before.fault.effect
        if isinstance(effect, AnswerInstead):
            return Answer(effect.status, effect.body, effect.content_type, effect.headers)
        raise Unanswered(silent=isinstance(effect, NeverAnswers))
    said = await route.handler(request)
    if said.status >= 400:
        return said
    after = world.faults.strike(
        Hook.AFTER, *AFTERWARDS, smartlock_id=smartlock_of(request), operation=route.name, account_id=account_id
    )
    return said if after is None else await _changed(world, after, said)


async def _changed(world: World, armed: Armed, said: Answer) -> Answer:
    match armed.fault.effect:
        case HangsUp():
            raise Unanswered
        case Truncates():
            raise Unanswered(begun=said)
        case Delays(seconds):
            await pass_time(world.clock, seconds if armed.seconds is None else armed.seconds)
        case Relabels(content_type) if said.content_type is JSON:
            return msgspec.structs.replace(said, content_type=content_type)
        case Edits() as edits if said.content_type is JSON:
            return _edited(said, edits, armed.seconds)
    return said


def _edited(said: Answer, edits: Edits, seconds: float | None) -> Answer:
    body = msgspec.json.decode(said.body)
    if not isinstance(body, dict):
        return said
    for name in edits.without:
        body.pop(name, None)
    for name, value in edits.instead.items():
        body[name] = value if seconds is None else int(seconds)
    return msgspec.structs.replace(said, body=msgspec.json.encode(body))


def _account_of(world: World, request: Request) -> AccountId | None:
    kind, _, value = (request.header(b"authorization") or "").partition(" ")
    if kind.lower() == "bearer":
        token = world.token(value.strip())
        return token.account_id if token is not None else None
    # Of a token request: whose code or refresh token it presents.
    given = dict(request.form_pairs() or request.query_pairs())
    code, token = world.codes.get(fingerprint(given.get("code", ""))), world.token(given.get("refresh_token", ""))
    return code.account_id if code is not None else token.account_id if token is not None else None
