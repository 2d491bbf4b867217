"""Who is told about an event, and the way of each message: fault, signature, delivery, log."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import msgspec
from msgspec.structs import replace

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.scopes import Scope
from keyturn.nuki.webhooks import ACCEPTED_STATUSES
from keyturn.sandbox.devices.events import Event, Outcome, account_of, smartlock_of
from keyturn.sandbox.faults.effects import SignedBy, Tampered
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.journal import redact
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.webhooks import compose, sign, spoil
from keyturn.sandbox.webhooks.log import KEPT, Delivered, DeliveryLog
from keyturn.sandbox.world.world import World
from keyturn.secrecy import Secret

RULES = (
    Rule(
        "Central webhooks are signed with the client secret, decentral ones with their registration's.",
        Confidence.REPORTED,
        "D-whc for the second; X-vik, X-recv, X-next for the first",
    ),
    Rule(
        "Events leave only while a living grant of the account holds the webhook scope.",
        Confidence.DOCUMENTED,
        "P-WH",
    ),
    Rule(
        "An outcome goes to every address of the application that asked, whatever features it chose; "
        "with an API token, to none.",
        Confidence.GUESSED,
        "not stated",
    ),
    Rule(
        "200, 202 and 204 count as accepted; nothing is sent a second time.",
        Confidence.DOCUMENTED,
        "P-WH; that there is no retry is guessed",
    ),
)


class Delivery(Protocol):
    """How a webhook leaves: returns the HTTP status, raises ``OSError`` or ``TimeoutError``."""

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int: ...


HELD_SECONDS = 60.0
"""After which a webhook that is to leave behind the next one leaves although there was none."""
Send = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Receiver:
    """One destination of one event."""

    url: str
    key: Secret
    client_id: str
    central: bool


@dataclass(frozen=True)
class _Message:
    number: int
    kind: str
    event: Event
    body: bytes
    receiver: Receiver


class Webhooks:
    """Listens to the world and tells applications."""

    def __init__(self, world: World, deliver: Delivery) -> None:
        self._world, self._deliver = world, deliver
        self._count = 0
        self._held: list[Send] = []
        self._sent: deque[_Message] = deque(maxlen=KEPT)
        self.log = DeliveryLog()
        world.listeners.append(self.announce)
        world.webhook_logs = self.log.shown

    async def announce(self, event: Event, at_once: bool) -> None:
        """Send the event to everybody who is to know; ``at_once`` waits until they have it."""
        receivers = tuple(self._receivers(event))
        if not receivers:
            return
        kind, body = compose.kind(event), compose.body(event)
        tampered = self._tampered(event, kind)
        body = spoil.before_signing(tampered.spoil, body)
        held = tuple(self._held)
        for receiver in receivers:
            self._count += 1
            message = _Message(self._count, kind, event, body, receiver)
            self._sent.append(message)
            await self._leave(partial(self._send, message, tampered), tampered, at_once)
        for one in held:
            self._world.clock.schedule(0.0, partial(self._let_go, one))

    async def _leave(self, send: Send, tampered: Tampered, at_once: bool) -> None:
        schedule = self._world.clock.schedule
        if tampered.held:
            self._held.append(send)
            schedule(HELD_SECONDS, partial(self._let_go, send))
            return
        for _ in range(tampered.copies):
            if at_once and not tampered.delay:
                await send()
            else:
                # Never in the caller's way; a virtual clock awaits it when it is advanced.
                schedule(tampered.delay, send)
        if tampered.again is not None:
            schedule(tampered.again, send)

    async def _let_go(self, send: Send) -> None:
        if send in self._held:
            self._held.remove(send)
            await send()

    async def resend(self, number: int) -> None:
        """Send a delivery again, byte for byte. Raises ``LookupError`` for a number that is not kept."""
        for message in self._sent:
            if message.number == number:
                await self._send(message, Tampered())
                return
        raise LookupError(f"There is no webhook number {number} any more.")

    def _tampered(self, event: Event, kind: str) -> Tampered:
        smartlock_id = smartlock_of(event)
        armed = self._world.faults.strike(
            Hook.ON_WEBHOOK, smartlock_id=smartlock_id, webhook=kind, account_id=account_of(event)
        )
        if armed is None:
            return Tampered()
        effect = armed.fault.effect
        assert isinstance(effect, Tampered)
        if armed.seconds is not None:
            if effect.again is not None:
                return replace(effect, again=armed.seconds)
            return replace(effect, delay=armed.seconds)
        return effect

    def _receivers(self, event: Event) -> Iterator[Receiver]:
        world, account_id, kind = self._world, account_of(event), compose.kind(event)
        for application in world.applications.values():
            url, client_id = application.central_url, application.client_id
            if (
                url
                and self._wanted(event, kind, client_id, application.webhook_features)
                and world.permits(account_id, client_id, Scope.WEBHOOK_CENTRAL, smartlock_of(event))
            ):
                yield Receiver(url, application.client_secret, client_id, True)
        for one in world.registrations_of(account_id):
            if self._wanted(event, kind, one.client_id, one.features) and world.permits(
                account_id, one.client_id, Scope.WEBHOOK_DECENTRAL, smartlock_of(event)
            ):
                yield Receiver(one.url, Secret(one.secret), one.client_id, False)

    @staticmethod
    def _wanted(event: Event, kind: str, client_id: str, features: tuple[str, ...]) -> bool:
        # An outcome goes to whoever asked for the action, whatever it subscribed to (guessed).
        return event.receipt.client_id == client_id if isinstance(event, Outcome) else kind in features

    def _key(self, receiver: Receiver, signed_by: SignedBy) -> Secret:
        if signed_by is SignedBy.ITS_OWN:
            return receiver.key
        application = self._world.applications.get(receiver.client_id)
        if signed_by is SignedBy.NOBODY or receiver.central or application is None:
            return Secret(f"the key of {signed_by}")
        return application.client_secret

    async def _send(self, message: _Message, tampered: Tampered) -> None:
        receiver, clock, signed_by = message.receiver, self._world.clock, tampered.signed_by
        headers = sign.headers(message.body, self._key(receiver, signed_by))
        if not tampered.signed:
            headers = {"Content-Type": headers["Content-Type"]}
        body = spoil.after_signing(tampered.spoil, message.body)
        forged = signed_by is not SignedBy.ITS_OWN
        began = clock.now()
        status: int | None = None
        trouble: str | None = None
        try:
            status = await self._deliver(receiver.url, headers, body)
        except (OSError, TimeoutError) as failure:
            trouble = str(failure) or type(failure).__name__
        event = message.event
        delivered = Delivered(
            number=message.number,
            at=began,
            kind=message.kind,
            url=receiver.url,
            central=receiver.central,
            account_id=account_of(event),
            client_id=receiver.client_id,
            request_id=event.receipt.request_id if isinstance(event, Outcome) else None,
            smartlock_id=smartlock_of(event),
            status=status,
            succeeded=status in ACCEPTED_STATUSES,
            duration=round((clock.now() - began).total_seconds() * 1000),
            trouble=trouble,
            headers=headers,
            body=msgspec.Raw(body if tampered.spoil != "not_json" else b'"(no JSON)"'),
        )
        self.log.add(delivered)
        self._world.journal.record(
            Kind.WEBHOOK,
            message.kind,
            number=message.number,
            url=receiver.url,
            central=receiver.central,
            smartlock_id=smartlock_of(event),
            signature=f"{'forged-' if forged else ''}signature-{message.number}" if tampered.signed else None,
            status=status,
            trouble=trouble,
            body=redact.json_body(self._world.journal.labels, body)
            if compose.secretive(event)
            else delivered.body,
        )
