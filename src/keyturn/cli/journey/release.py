"""``keyturn release``: the gate before customers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Ended, Option
from keyturn.cli.journey.files import MANIFEST, REPORT, write
from keyturn.cli.journey.nuki import CA_FILE, URL
from keyturn.cli.journey.standing import Known, known
from keyturn.cli.output import say
from keyturn.nuki.endpoints import BASE_URL

if TYPE_CHECKING:
    from keyturn.journey.words import Words


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
    standing = known(file, report, nuki_url, ca_file)
    if missing := released(standing, file):
        say("Not yet:")
        for each in missing:
            say(f"  - {each}")
        raise Ended(1)
    name = standing.manifest.integration.name
    say(f"{name} is released. Check it often: a passed point can fail after the next change.")


def released(standing: Known, file: Path, say: Words | None = None) -> tuple[str, ...]:
    """Record it, or tell what is in the way; then nothing is recorded."""
    from keyturn.clock import SystemClock
    from keyturn.journey import progress
    from keyturn.journey.steps import ENGLISH, hindrances

    declared, nuki, checked, form, kept = standing
    missing = hindrances(declared, nuki, checked, form, say or ENGLISH)
    if not missing:
        write(progress.beside(file), progress.written(kept.after(SystemClock().now(), "released")))
    return missing
