"""``keyturn sandbox run``: a Nuki on one's own machine."""

from __future__ import annotations

import gc
import os
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first
from keyturn.secrecy import Secret

if TYPE_CHECKING:
    from socket import socket

    from keyturn.cli.authority import Authority
    from keyturn.cli.serving import Tls
    from keyturn.clock import Clock

CLIENT_SECRET = "KEYTURN_SANDBOX_CLIENT_SECRET"  # noqa: S105
"""Takes the place of the seed's client secret: the environment, since every user can read a command line."""


class ClockKind(StrEnum):
    """Whose time the sandbox keeps."""

    REAL = "real"
    VIRTUAL = "virtual"
    ACCELERATED = "accelerated"


def run(
    host: Annotated[str, Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, Option(metavar="PORT", help="8444, or 443 with --as, unless given; 0 picks a free one.")
    ] = None,
    tls: Annotated[
        bool, Option("--tls/--no-tls", help="HTTPS with the development authority, or plain HTTP.")
    ] = True,
    stand_in_for: Annotated[
        str | None,
        Option("--as", metavar="NAME", help="Stand in for that server, like api.nuki.io, on this machine."),
    ] = None,
    clock: Annotated[
        ClockKind,
        Option(help="The machine's clock, one that moves only when told to, or one that runs --speed times."),
    ] = ClockKind.REAL,
    speed: Annotated[float, Option(metavar="N", help="How many times as fast an accelerated clock runs.")] = 60.0,
    seed: Annotated[
        Path | None, Option(metavar="FILE", help="TOML file that describes account, devices, application.")
    ] = None,
    redirect_uri: Annotated[
        list[str] | None,
        Option(metavar="URI", help="A redirect address of your application; may be repeated."),
    ] = None,
    webhook_url: Annotated[str | None, Option(metavar="URL", help="Where central webhooks go.")] = None,
    state: Annotated[
        Path | None,
        Option(metavar="FOLDER", help="Keep the world in this folder; without it everything is forgotten."),
    ] = None,
    output: Annotated[
        Format, Option("--format", help="With json, the first line printed is one JSON object.")
    ] = Format.TEXT,
) -> None:
    """Start a Nuki of your own and print how to reach it.

    It plays the Web API, the login and consent pages, the devices and the webhooks. Stays up until Ctrl-C.

    KEYTURN_SANDBOX_CLIENT_SECRET in the environment takes the place of the seed's client secret.
    """
    gc.disable()  # until the server runs: loading makes no garbage
    from keyturn.cli import serving
    from keyturn.cli import state as places
    from keyturn.sandbox import Sandbox, Seed
    from keyturn.sandbox.errors import SeedError, StateError
    from keyturn.sandbox.webhooks.deliver import HttpDelivery

    if stand_in_for and not tls:
        raise Complaint(f"{stand_in_for} cannot be stood in for without TLS.", "Leave --no-tls out.")
    place = serving.claim(host, port if port is not None else 443 if stand_in_for else 8444)
    try:
        planted = Seed.from_toml(seed) if seed else Seed.home()
        told = planted.application
        planted = planted.with_application(
            redirect_uris=tuple(redirect_uri or told.redirect_uris), webhook_url=webhook_url or told.webhook_url
        )
        if secret := os.environ.get(CLIENT_SECRET):
            planted = replace(planted, application=replace(planted.application, client_secret=Secret(secret)))
        certified = _certified(state or places.DEFAULT) if tls else None
        delivery = HttpDelivery(ca_file=certified.ca_file if certified else None)
        sandbox = Sandbox(
            planted,
            clock=_clock(clock, speed),
            deliver=delivery,
            state=places.folder(state) / "sandbox.json" if state else None,
        )
    except (SeedError, StateError) as wrong:
        raise Complaint(str(wrong)) from None
    shown = serving.Tls(certified.certificate, certified.key) if certified else None
    facts = sandbox.facts(serving.address(place, shown))
    named = _stand_in(stand_in_for, state or places.DEFAULT, place, facts) if stand_in_for else {}
    serving.run(sandbox.app, place, shown, lambda: _announce(facts, output), delivery.close, sandbox.let_go, named)


def _certified(state: Path) -> Authority:
    from keyturn.cli import authority  # only with TLS: it takes its time to load

    return authority.ensure(state / "authority")


def _stand_in(name: str, state: Path, place: socket, facts: dict[str, Any]) -> dict[str, Tls]:
    from keyturn.cli.sandbox import stand_in

    ca_file, shown = stand_in.certificate(state, name)
    host, port = place.getsockname()[:2]
    steps = stand_in.told(name, host, port, ca_file)
    facts["stands_in"] = {"name": name, "ca_file": str(ca_file.resolve()), "steps": steps}
    return {name: shown}


def _clock(kind: ClockKind, speed: float) -> Clock:
    from keyturn.clock import AcceleratedClock, SystemClock, VirtualClock

    match kind:
        case ClockKind.VIRTUAL:
            return VirtualClock()
        case ClockKind.ACCELERATED:
            try:
                return AcceleratedClock(speed)
            except ValueError as wrong:
                raise Complaint(str(wrong), "Give another --speed, like 60: a minute a second.") from None
    return SystemClock()


def _announce(facts: dict[str, Any], output: Format) -> None:
    if output is Format.JSON:
        say_first(facts)
        return
    account, application = facts["account"], facts["application"]
    say(f"Nuki sandbox on {facts['base_url']}")
    say("")
    say(f"  Log in as      {account['email']}, password {account['password']}")
    say(f"  API token      {facts['api_token']}")
    say(f"  Client id      {application['client_id']}")
    say(f"  Client secret  {application['client_secret']}")
    for uri in application["redirect_uris"]:
        say(f"  Redirect to    {uri}")
    for smartlock in facts["smartlocks"]:
        say(f"  Device         {smartlock['smartlock_id']}  {smartlock['name']}")
    say("")
    for line in facts.get("stands_in", {}).get("steps", ()):
        say(line)
    say(f"The house, its faults and its journal: {facts['base_url']}/_sandbox/console. Ctrl-C ends it.")
