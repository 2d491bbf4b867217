"""The verb: one round, or one after the other."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Ended, Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.files import MANIFEST, REPORT, understood, write
from keyturn.cli.journey.nuki import CA_FILE, URL
from keyturn.cli.output import Format, say, say_first
from keyturn.nuki.endpoints import BASE_URL

if TYPE_CHECKING:
    from keyturn.journey.watch.round import Round

KEPT = Path("state/watch.json")


def watch(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    report: Annotated[Path, Option(metavar="FILE", help="JSON report of the last check.")] = REPORT,
    nuki_url: Annotated[str, Option(metavar="URL", envvar=URL, help="Where Nuki is.")] = BASE_URL,
    ca_file: Annotated[
        Path | None, Option(metavar="FILE", envvar=CA_FILE, help="Trust these authorities for it.")
    ] = None,
    url: Annotated[str, Option(metavar="URL", help="Where customers reach the integration.")] = "",
    trust: Annotated[
        Path | None, Option(metavar="FILE", help="With --url: the authority (PEM) behind it.")
    ] = None,
    subject: Annotated[Path, Option(metavar="FILE", help="With --url: describes its pages.")] = Path(
        "SUBJECT.toml"
    ),
    guide: Annotated[Path, Option(metavar="FOLDER", help="The customers' guide.")] = Path("guide"),
    once: Annotated[bool, Option("--once/--no-once", help="One round, for cron.")] = False,
    every: Annotated[int, Option(metavar="MINUTES", help="Otherwise: minutes between two rounds.")] = 60,
    to: Annotated[
        str, Option(metavar="URL", help="Send each new warning there, signed with KEYTURN_WATCH_SECRET.")
    ] = "",
    output: Annotated[Format, Option("--format", help="With json, one line a round.")] = Format.TEXT,
) -> None:
    """Warn when something is about to go wrong: each warning says what to do.

    Looks at the application at Nuki, the last check and the form; with --url at the public pages, at the webhooks'
    error budget (KEYTURN_OPERATOR_TOKEN) and at what customers use (KEYTURN_API_KEY); and at the customers' guide if
    there is one. What was found is kept in state/watch.json, where `keyturn status` shows it. Nothing is changed at
    Nuki.
    With --once it ends with 0 when there is nothing to warn of, and with 1 otherwise.
    """
    from keyturn.cli.journey.watch.looking import Where, look
    from keyturn.cli.journey.watch.telling import key
    from keyturn.clock import SystemClock
    from keyturn.journey.watch.round import read, written

    if not 1 <= every <= 7 * 24 * 60:
        raise Complaint(f"--every {every} is too few or too many.", "Give minutes from 1 to 10080, a week.")
    for option, address in (("--url", url), ("--to", to)):
        if address and not address.startswith(("http://", "https://")):
            raise Complaint(f"{option} {address!r} is no address.", "Give one like https://stays.example.")
    if to:
        key()
    where, clock = Where(file, report, nuki_url, ca_file, url, trust, subject, guide), SystemClock()
    while True:
        with understood(file):
            found = look(where, clock.now()).after(read(KEPT))
        write(KEPT, written(found))
        _say(found, output)
        if to:
            found = _tell(found, to)
            write(KEPT, written(found))
        if once:
            break
        time.sleep(every * 60)
    if found.alerts:
        raise Ended(1)


def _say(found: Round, output: Format) -> None:
    from keyturn.journey.steps import ENGLISH

    if output is Format.JSON:
        say_first(found.spoken(ENGLISH))
        return
    at = f"{found.at:%Y-%m-%d %H:%M}"
    say(ENGLISH("page.watched" if found.alerts else "page.well", at=at))
    for each in found.alerts:
        say(f"! {each.what(ENGLISH)}")
        say(f"      {each.remedy(ENGLISH)}")
    for name in found.skipped:
        say(f"  {ENGLISH(f'unlooked.{name}')}")


def _tell(found: Round, to: str) -> Round:
    """What could not be told now is told in the next round."""
    from msgspec.structs import replace

    from keyturn.cli.journey.watch.telling import tell

    for alert in found.untold():
        try:
            tell(to, alert, found.at)
        except Complaint as trouble:
            sys.stderr.write(f"{trouble}\n")
            break
        found = replace(found, told=(*found.told, alert.name))
    return found
