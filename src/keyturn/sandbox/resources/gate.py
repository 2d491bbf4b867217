"""The gate every operation stands behind: faults, bearer, scope."""

from __future__ import annotations

import sys

from msgspec.structs import replace

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.endpoints import Endpoint
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.nuki.scopes import Scope
from keyturn.sandbox.errors import StatusRefused, Unauthorized
from keyturn.sandbox.faults.effects import KillToken
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.program import trial
from keyturn.sandbox.resources.call import Call, Operation
from keyturn.sandbox.wire.answer import JSON, Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route
from keyturn.sandbox.world.permits import Token, Use
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        'No token, a dead one, or one without the scope: 401 with "Your access token is not authorized".',
        Confidence.REPORTED,
        "bug reports",
    ),
    Rule(
        "An operation without a scope opens to any living token; without a 401 in its description, to everybody.",
        Confidence.GUESSED,
        "S-25 names no security for them",
    ),
    Rule("Of two scopes listed for an operation, one is enough.", Confidence.GUESSED, "clients that ask for one"),
    Rule(
        "An API token has every scope but the webhooks'; for those operations it is answered 403.",
        Confidence.REPORTED,
        "P-WH; X-mon saw 401 or 403",
    ),
)


_BEARER = "bearer "
_NOBODY = Token(use=Use.ACCESS, label="nobody", account_id=AccountId(0), scopes=frozenset())
"""The bearer of a call that needs none."""
_TOO_MANY = Answer(429, StatusRefused(429, "Too many calls of an application in TESTING").body, JSON)


class Gate:
    """Lets a call through to one operation. Raises what the caller is to be told."""

    __slots__ = ("_endpoint", "_guesses", "_operation", "_public", "_scopes", "_world")

    def __init__(self, world: World, endpoint: Endpoint, operation: Operation) -> None:
        self._world, self._endpoint, self._operation = world, endpoint, operation
        self._scopes = frozenset(str(scope) for scope in endpoint.any_of)
        self._guesses = ((b"x-keyturn-guessed", _guesses(operation)),)
        self._public = not endpoint.any_of and 401 not in endpoint.refusals

    async def __call__(self, request: Request) -> Answer:
        bearer = _NOBODY if self._public else self._admit(request)
        if wait := trial.seconds_to_wait(self._world, bearer.client_id):
            return replace(_TOO_MANY, headers=((b"retry-after", str(wait).encode()),))
        answer = await self._operation(Call(self._world, self._endpoint, request, bearer))
        if self._world.settings.mark_guesses and self._guesses[0][1]:
            return replace(answer, headers=(*answer.headers, *self._guesses))
        return answer

    def _admit(self, request: Request) -> Token:
        world = self._world
        header = request.header(b"authorization")
        if header is None or header[:7].lower() != _BEARER:
            raise Unauthorized
        value = header[7:].strip()
        token = world.token(value)
        if token is None:
            request.credential = world.journal.labels.of("unknown-token", value)
            raise Unauthorized
        request.credential = token.label
        if token.use is Use.REFRESH or not self._alive(token, request):
            raise Unauthorized
        if not self._scopes or not self._scopes.isdisjoint(token.scopes):
            return token
        if token.use is Use.API and Scope.WEBHOOK_DECENTRAL in self._endpoint.any_of:
            # An API token cannot register webhooks (documented: P-WH); 401 or 403 is reported (X-mon).
            raise StatusRefused(403, "An API token cannot manage decentral webhooks")
        raise Unauthorized

    def _alive(self, token: Token, request: Request) -> bool:
        world = self._world
        if token.grant_id is not None and world.grants[token.grant_id].revoked:
            return False
        if not token.live(world.clock.now()):
            return False
        if token.use is Use.ACCESS and world.faults.strike(
            Hook.BEFORE,
            KillToken,
            smartlock_id=smartlock_of(request),
            operation=self._endpoint.name,
            account_id=token.account_id,
        ):
            token.dead = True
            world.journal.record(Kind.TOKEN, token.label, event="killed")
            world.changed()
        return not token.dead


def _guesses(operation: Operation) -> bytes:
    rules: tuple[Rule, ...] = getattr(sys.modules.get(operation.__module__), "RULES", ())
    guessed = [rule.says for rule in rules if rule.confidence is Confidence.GUESSED]
    return " / ".join(guessed).encode("ascii", "replace")


def guarded(world: World, endpoint: Endpoint, operation: Operation) -> Route:
    """The route of an operation, its gate before it."""
    return Route(endpoint.name, endpoint.method, endpoint.path, Gate(world, endpoint, operation))


def smartlock_of(request: Request) -> SmartlockId | None:
    """The device named in the path, if it could be one."""
    text = request.parameters.get("smartlockId", "")
    return SmartlockId(int(text)) if text.isascii() and text.isdigit() else None
