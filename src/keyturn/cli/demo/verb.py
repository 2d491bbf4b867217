"""The verb: claims what the demo needs, starts it, says where it is, waits."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first

if TYPE_CHECKING:
    from keyturn.cli.demo.household import Household


class Database(StrEnum):
    """What the integration stores in."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def demo(
    state: Annotated[
        Path, Option(metavar="FOLDER", help="Folder for all the demo keeps; delete it to begin anew.")
    ] = Path("state"),
    port: Annotated[int, Option(metavar="PORT", help="Port of the integration.")] = 8443,
    sandbox_port: Annotated[int, Option(metavar="PORT", help="Port of the sandbox.")] = 8444,
    database: Annotated[
        Database, Option(help="With postgres, two integrations share a PostgreSQL that the demo starts.")
    ] = Database.SQLITE,
    second_port: Annotated[
        int, Option(metavar="PORT", help="Port of the second integration, with --database postgres.")
    ] = 8445,
    theme: Annotated[Path | None, Option(metavar="FILE", help="The company's look, as in docs/theme.md.")] = None,
    output: Annotated[
        Format, Option("--format", help="With json, the first line printed is one JSON object.")
    ] = Format.TEXT,
) -> None:
    """Start a Nuki of your own and an integration beside it, and connect them in the browser.

    Both listen on this machine only, with HTTPS from a development authority. Stays up until Ctrl-C.
    """
    import asyncio

    from keyturn.cli import state as places
    from keyturn.cli.demo.household import Household

    if port == sandbox_port:
        raise Complaint(
            f"Port {port} cannot be both the integration's and the sandbox's.",
            "Choose two ports with --port and --sandbox-port.",
        )
    second = second_port if database is Database.POSTGRES else None
    if second in (port, sandbox_port):
        raise Complaint(
            f"Port {second} cannot be the second integration's and another's.", "Choose one with --second-port."
        )
    if theme is not None and not theme.is_file():
        raise Complaint(
            f"There is no theme {theme}.", "Name a file of TOML with --theme; docs/theme.md shows one."
        )
    places.folder(state)
    with places.held(state / "demo.lock") as mine:
        if not mine:
            raise Complaint(
                f"A demo already runs with the state folder {state}.",
                "End it with Ctrl-C where it runs, or give this one its own: "
                f"--state {state}-2 --port {port + 10} --sandbox-port {sandbox_port + 10}.",
            )
        household = Household(
            state=state.resolve(),
            port=port,
            sandbox_port=sandbox_port,
            second_port=second,
            theme=theme.resolve() if theme else None,
        )
        asyncio.run(household.live(lambda: _announce(household, output)))
    if output is Format.TEXT:
        say("The demo has ended. Its state is kept for the next time.")


def _announce(household: Household, output: Format) -> None:
    facts = household.facts()
    if output is Format.JSON:
        say_first(facts)
        return
    account = facts["account"]
    say("Keyturn's demo is up.")
    say("")
    say(f"  Open         {facts['base_url']}")
    if "second_url" in facts:
        say(f"  Or           {facts['second_url']}: another process on the same PostgreSQL; both see the same")
    say(f"  Log in as    {account['email']}, password {account['password']}")
    if facts["operator_token"]:
        say(f"  Who runs it  {facts['base_url']}/operator with the token {facts['operator_token']}")
    say(f"  The house    {facts['sandbox_url']}/_sandbox/console: doors, faults, journal of the sandbox")
    say(f"  State        {facts['state']} (delete the folder to begin anew)")
    say(
        f"  Certificate  import {facts['ca_file']} in the browser's settings, Certificates, Authorities; "
        "it can vouch for this machine only"
    )
    say("")
    say("Ctrl-C ends it.")
