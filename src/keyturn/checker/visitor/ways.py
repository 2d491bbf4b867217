"""The three ways to a subject's buttons, and who goes them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from keyturn.checker.subject.settings import Way
from keyturn.checker.visitor.browser.chromium import chromium
from keyturn.checker.visitor.browser.visitor import BrowserVisitor
from keyturn.checker.visitor.http import HttpVisitor
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.visiting import Visitor
from keyturn.checker.visitor.wire import Wire

Arrive = Callable[[Recording, str], Visitor]
"""A visitor nobody has seen before, whose pages are recorded; the address is the subject's."""


@contextlib.asynccontextmanager
async def visitors(way: Way, ca_file: Path, certificate: Path) -> AsyncIterator[Arrive]:
    """For one check. Raises :class:`NotPlayed` when this machine lacks what the way needs."""
    if way is Way.BROWSER:
        async with chromium(ca_file, certificate) as browser:
            yield lambda recording, url: BrowserVisitor(browser, recording, url)
    else:
        yield lambda recording, url: HttpVisitor(Wire(ca_file), recording, url)
