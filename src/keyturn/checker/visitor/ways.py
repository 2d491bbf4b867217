"""The three ways to a subject's buttons, and who goes them."""

from __future__ import annotations

import contextlib
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from keyturn.checker.errors import NotPlayed
from keyturn.checker.evidence import Entry
from keyturn.checker.subject.settings import Subject, Way
from keyturn.checker.visitor.browser.chromium import chromium
from keyturn.checker.visitor.browser.visitor import BrowserVisitor
from keyturn.checker.visitor.guided.desk import Desk
from keyturn.checker.visitor.guided.visitor import GuidedVisitor
from keyturn.checker.visitor.http import HttpVisitor
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.serving import claimed, served
from keyturn.checker.visitor.visiting import Visitor
from keyturn.checker.visitor.wire import Wire

Arrive = Callable[[Recording, str, Callable[[], Sequence[Entry]]], Visitor]
"""A visitor nobody has seen before: whose pages are recorded where, the subject's address, the story's journal."""


@contextlib.asynccontextmanager
async def visitors(subject: Subject, ca_file: Path, certificate: Path) -> AsyncIterator[Arrive]:
    """For one check. Raises :class:`NotPlayed` when this machine lacks what the way needs."""
    match subject.way:
        case Way.HTTP:
            yield lambda recording, url, _: HttpVisitor(Wire(ca_file), recording, url)
        case Way.BROWSER:
            async with chromium(ca_file, certificate) as browser:
                yield lambda recording, url, _: BrowserVisitor(browser, recording, url)
        case Way.GUIDED:
            async with _asked(subject, ca_file) as desk:
                yield lambda *story: GuidedVisitor(desk, subject, *story)


@contextlib.asynccontextmanager
async def _asked(subject: Subject, ca_file: Path) -> AsyncIterator[Desk]:
    desk = Desk(subject.guided.seconds, ca_file)
    with contextlib.ExitStack() as stack:
        try:
            place = stack.enter_context(claimed(subject.guided.port))
        except OSError as trouble:
            raise NotPlayed(f"The page that asks a person cannot be served: {trouble.strerror}.") from None
        url = f"http://127.0.0.1:{place.getsockname()[1]}/"
        async with served(desk.app, place):
            sys.stderr.write(f"Your part: open {url}\n")
            if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
                webbrowser.open(url)
            yield desk
