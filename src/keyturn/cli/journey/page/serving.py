"""``keyturn status --page``: the page served to this machine's browser, until it is ended."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

from keyturn.cli import serving
from keyturn.cli.journey.page.checking import Checking
from keyturn.cli.journey.page.deeds import Places
from keyturn.cli.journey.page.guard import ENTRY, Guard
from keyturn.cli.journey.page.site import Site
from keyturn.cli.output import say

SUBJECT = Path("SUBJECT.toml")


def serve(places: Places, port: int, browser: bool) -> None:
    """On the loopback only. Raises :class:`keyturn.cli.complaint.Complaint` for a port that cannot be had."""
    place = serving.claim("127.0.0.1", port)
    guard, checking = Guard(place.getsockname()[1]), Checking(SUBJECT, places.report)

    def announce() -> None:
        # The one place where this secret is told: to whoever gave the command. It opens once.
        address = f"{serving.address(place, None)}{ENTRY}?token={guard.entry.reveal()}"
        say(f"Open this address once, in one browser: {address}")
        say("Nothing is sent to Nuki before you have seen it and said yes. Ctrl-C ends it.")
        if browser and sys.stdout.isatty():
            webbrowser.open(address)

    async def ended() -> None:
        checking.stop()

    serving.run(Site(places, guard, checking).app, place, None, announce, ended)
