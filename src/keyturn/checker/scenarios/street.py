"""A sandbox and a subject side by side, for as many stories as may share them."""

from __future__ import annotations

import base64
import contextlib
import random
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Canaries
from keyturn.checker.scenarios.eavesdropper import Eavesdropper
from keyturn.checker.scenarios.letter import Letter
from keyturn.checker.scenarios.neighbours import planted
from keyturn.checker.scenarios.witness.kept import Kept
from keyturn.checker.scenarios.witness.owners import Owners
from keyturn.checker.subject.instead import Instead, stood_in
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.process import Running, free_port
from keyturn.checker.subject.proxy import proxy
from keyturn.checker.subject.settings import Described
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.serving import claimed, served
from keyturn.checker.visitor.ways import Arrive
from keyturn.checker.visitor.wire import NoAnswer, Wire
from keyturn.clock import VirtualClock
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox import Sandbox, Seed
from keyturn.secrecy import Secret

HELD = 202
"""What Nuki is told of a webhook that is held back."""


@dataclass(frozen=True)
class Certificates:
    """PEM files: whom to trust on this machine, and what a server on it shows."""

    ca_file: Path
    certificate: Path
    key: Path
    stand_in: tuple[Path, Path] | None = None
    """Certificate and key for the server the subject takes for Nuki; ``ca_file`` vouches for it as well."""


@dataclass
class Street:
    """Where stories are played. ``recording`` is the present story's; ``known`` fills placeholders."""

    described: Described
    certificates: Certificates
    arrive: Arrive
    known: Mapping[str, str]
    seed: Seed
    canaries: Canaries
    sandbox: Sandbox
    clock: VirtualClock
    wire: Wire
    kept: Kept
    owners: Owners
    instead: Instead | None = None
    subject: Running | None = None
    recording: Recording | None = None
    used: int = 0
    """Accounts whose story was told."""
    holds: Callable[[Letter], bool] | None = None
    """Which webhooks the story keeps back, to deliver them when and as it likes."""
    held: list[Letter] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The subject's public address."""
        return self.known["url"]

    async def deliver(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """How the sandbox's webhooks leave, unless a story holds them back."""
        letter = Letter(url, headers, body)
        if self.holds is not None and self.holds(letter):
            self.held.append(letter)
            return HELD
        return await self.post(letter)

    async def post(self, letter: Letter, forged: str = "") -> int:
        """Deliver one, recorded with the time until the answer. Raises :class:`NoAnswer`."""
        url, headers, body = letter.url, letter.headers, letter.body
        began, status, trouble = time.monotonic(), None, None
        try:
            answer = await self.wire.send("POST", url, content=body, headers=headers)
            status = answer.status
            self.canaries.captured(answer.text, "answer to a webhook")
        except NoAnswer as failure:
            trouble = str(failure)
            raise
        finally:
            if self.recording is not None:
                self.recording.hook(url, headers, body, status, trouble, time.monotonic() - began, forged)
        return status

    async def answers(self) -> bool:
        """Whether the subject is up."""
        start = self.described.subject.start
        try:
            answer = await self.wire.send("GET", self.url + fill(start.ready, self.known))
        except NoAnswer:
            return False
        return answer.status == start.ready_status if start.ready_status else answer.status < 500


@contextlib.asynccontextmanager
async def street(
    described: Described, certificates: Certificates, arrive: Arrive, seed: str
) -> AsyncIterator[Street]:
    """Both started and ready; both ended after, whatever happens. Raises :class:`NotPlayed`.

    ``arrive`` brings visitors. ``seed`` decides everything random on our side.
    """
    subject = described.subject
    with TemporaryDirectory(prefix="keyturn-check-") as state_dir, claimed() as place:
        known = _known(described, certificates, place, state_dir, seed)
        inner = str(free_port()) if subject.start.plain_http else known["port"]
        home = planted(subject.application, known)
        canaries = Canaries()
        canaries.plant("client_secret", home.application.client_secret)
        for name in ("random_key", "random_token"):
            canaries.plant(name, Secret(known[name]))
        clock = VirtualClock()
        wire = Wire(certificates.ca_file)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(wire.aclose)
            # The sandbox needs its way out before the street that records it exists.
            made = Street(
                described,
                certificates,
                arrive,
                known,
                home,
                canaries,
                None,  # type: ignore[arg-type]
                clock,
                wire,
                Kept(fill(subject.logs, known), described.folder, Path(state_dir)),
                Owners(
                    {
                        SmartlockId(lock.smartlock_id): one.account_id
                        for one in home.accounts
                        for lock in one.smartlocks
                    }
                ),
            )
            made.sandbox = Sandbox(home, clock=clock, deliver=made.deliver)
            stack.push_async_callback(made.sandbox.close)
            heard = Eavesdropper(made.sandbox.app, canaries)
            await stack.enter_async_context(served(heard, place, certificates.certificate, certificates.key))
            if subject.start.plain_http:
                port = urlsplit(known["url"]).port or 443
                files = (certificates.certificate, certificates.key)
                await stack.enter_async_context(proxy(port, int(inner), *files))
            told = {**known, "port": inner, "client_secret": home.application.client_secret.reveal()}
            told["webhook_secret"] = told["client_secret"]
            env = {name: str(fill(value, told)) for name, value in subject.start.env.items()}
            if subject.start.stands_in_for is not None:
                made.instead = Instead(subject.start.stands_in_for, f"https://{_at(place)}")
                env |= await _in_the_place_of(made.instead, stack, certificates, heard)
            command = [str(fill(word, told)) for word in subject.start.command]
            made.subject = await Running.start(command, env, described.folder)
            stack.push_async_callback(made.subject.stop)
            await made.subject.ready(made.answers, subject.start.seconds)
            yield made


async def _in_the_place_of(
    instead: Instead, stack: contextlib.AsyncExitStack, certificates: Certificates, heard: Eavesdropper
) -> dict[str, str]:
    """The sandbox takes the place of the server the subject asks for Nuki; what its environment needs for that."""
    if certificates.stand_in is None:
        raise NotPlayed(f"There is no certificate for {instead.name}.")
    place, way = stack.enter_context(claimed()), stack.enter_context(claimed())
    await stack.enter_async_context(served(heard, place, *certificates.stand_in))
    await stack.enter_async_context(stood_in(instead, way, place.getsockname()[1]))
    return instead.environment(way.getsockname()[1], certificates.ca_file)


def _at(place: socket.socket) -> str:
    return f"localhost:{place.getsockname()[1]}"


def _known(
    described: Described, certificates: Certificates, place: socket.socket, state_dir: str, seed: str
) -> dict[str, str]:
    subject = described.subject
    written = urlsplit(subject.url.replace("{port}", "0")).port
    port = str(written or free_port())
    url = fill(subject.url, {"port": port}).rstrip("/")
    own = random.Random(f"{seed}:key")  # noqa: S311  # of a run's own test data, repeatable
    key, token = own.randbytes(32), own.randbytes(32)
    known = {
        "url": url,
        "port": port,
        "sandbox_url": f"https://{subject.start.stands_in_for or _at(place)}",
        "ca_file": str(certificates.ca_file.resolve()),
        "cert_file": str(certificates.certificate.resolve()),
        "key_file": str(certificates.key.resolve()),
        "state_dir": state_dir,
        "random_key": base64.b64encode(key).decode(),
        "random_token": base64.urlsafe_b64encode(token).decode().rstrip("="),
        "client_id": "sandbox-client",
    }
    known["redirect_uri"] = fill(subject.application.redirect_uris[0], known)
    return known
