"""``keyturn status``: where one stands, and the one next thing to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from keyturn.cli.command import Option
from keyturn.cli.journey.files import MANIFEST, REPORT, understood
from keyturn.cli.journey.nuki import CA_FILE, URL
from keyturn.cli.journey.standing import known
from keyturn.cli.output import Format, say, say_first
from keyturn.nuki.endpoints import BASE_URL

MARKS = {"done": "[x]", "open": "[ ]", "unknown": "[?]"}


def status(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    report: Annotated[Path, Option(metavar="FILE", help="JSON report of the last check.")] = REPORT,
    nuki_url: Annotated[str, Option(metavar="URL", envvar=URL, help="Where Nuki is.")] = BASE_URL,
    ca_file: Annotated[
        Path | None, Option(metavar="FILE", envvar=CA_FILE, help="Trust these authorities for it.")
    ] = None,
    page: Annotated[
        bool, Option("--page/--no-page", help="Show it in a browser, with buttons for what can be done there.")
    ] = False,
    port: Annotated[int, Option(metavar="PORT", help="With --page: 0 picks a free one.")] = 0,
    browser: Annotated[bool, Option("--browser/--no-browser", help="With --page: open the browser.")] = True,
    output: Annotated[Format, Option("--format", help="With json, one line for a program.")] = Format.TEXT,
) -> None:
    """Show the five steps with their evidence, and what to do next.

    With the company's API token in KEYTURN_NUKI_API_TOKEN, Nuki is asked how the application stands; nothing is
    changed there. --page serves the same to one browser of this machine: nothing is sent there without a yes.
    """
    if page:
        from keyturn.cli.journey.page.deeds import Places
        from keyturn.cli.journey.page.serving import serve

        return serve(Places(file, report, nuki_url, ca_file), port, browser)
    from keyturn.cli.journey.watch.verb import KEPT
    from keyturn.journey.steps import ENGLISH, way
    from keyturn.journey.watch.round import read

    told = way(*known(file, report, nuki_url, ca_file))
    if output is Format.JSON:
        say_first(told)
        return
    say(told.integration)
    for flaw in told.manifest:
        say(f"  {flaw}")
    for step in told.steps:
        say(f"{MARKS[step.standing]} {step.name} {step.title}")
        for line in step.evidence:
            say(f"      {line}")
    with understood(file):
        watched = read(KEPT)
    for each in watched.alerts if watched else ():
        say(f"! {each.what(ENGLISH)} {each.remedy(ENGLISH)}")
    say(f"Next: {told.next}")
