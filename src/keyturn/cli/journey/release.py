"""``keyturn release``: the gate before customers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from keyturn.cli.command import Ended, Option
from keyturn.cli.journey.files import MANIFEST, REPORT, write
from keyturn.cli.journey.nuki import CA_FILE, URL
from keyturn.cli.journey.standing import known
from keyturn.cli.output import say
from keyturn.nuki.endpoints import BASE_URL


def release(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    report: Annotated[Path, Option(metavar="FILE", help="JSON report of the last check.")] = REPORT,
    nuki_url: Annotated[str, Option(metavar="URL", envvar=URL, help="Where Nuki is.")] = BASE_URL,
    ca_file: Annotated[
        Path | None, Option(metavar="FILE", envvar=CA_FILE, help="Trust these authorities for it.")
    ] = None,
) -> None:
    """Record that customers may connect, if nothing is in the way.

    Ends with 1, naming everything that is missing, unless Nuki shows ACTIVE, no point failed in the last full check,
    and the form has no open difference.
    """
    from keyturn.clock import SystemClock
    from keyturn.journey import progress
    from keyturn.journey.steps import hindrances

    declared, nuki, checked, form, kept = known(file, report, nuki_url, ca_file)
    if found := hindrances(declared, nuki, checked, form):
        say("Not yet:")
        for each in found:
            say(f"  - {each}")
        raise Ended(1)
    write(progress.beside(file), progress.written(kept.after(SystemClock().now(), "released")))
    say(f"{declared.integration.name} is released. Check it often: a passed point can fail after the next change.")
