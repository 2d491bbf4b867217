"""The two verbs: what a person may write, and the way into the checker."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Argument, Ended, Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say

if TYPE_CHECKING:
    from keyturn.checker.report.value import Report


class Profile(StrEnum):
    """How much is checked."""

    SMOKE = "smoke"
    FULL = "full"


def check(
    subject: Annotated[
        Path,
        Argument(metavar="SUBJECT.toml", help="The file that describes your integration; or init, to draw one."),
    ],
    url: Annotated[str, Argument(metavar="URL", help="With init: where your integration runs just now.")] = "",
    profile: Annotated[Profile, Option(help="smoke: the short stories only.")] = Profile.FULL,
    only: Annotated[
        list[str] | None, Option(metavar="NAME", help="P8, a point's slug, or a condition; may be repeated.")
    ] = None,
    seed: Annotated[str, Option(metavar="TEXT", help="Decides everything random.")] = "keyturn",
    certify: Annotated[bool, Option("--certify/--no-certify", help="Accept no expected failure.")] = False,
    state: Annotated[Path, Option(metavar="FOLDER", help="Folder of our certificates and of check.json.")] = Path(
        "state"
    ),
    report_to: Annotated[
        Path | None, Option("--report", metavar="FOLDER", help="Write HTML, JSON, JUnit and a bundle there.")
    ] = None,
    resume: Annotated[
        bool, Option("--resume/--no-resume", help="Go on with a check that was ended early.")
    ] = False,
    watch: Annotated[
        bool, Option("--watch/--no-watch", help="Check again when a file beside SUBJECT.toml changes.")
    ] = False,
    production: Annotated[
        str, Option(metavar="URL", help="Look at the public pages of an integration in use, and change nothing.")
    ] = "",
    trust: Annotated[
        Path | None, Option(metavar="FILE", help="With init and --production: the authority (PEM) behind the URL.")
    ] = None,
    force: Annotated[bool, Option("--force/--no-force", help="With init: write over SUBJECT.toml.")] = False,
    output: Annotated[Format, Option("--format", help="With json, the whole report.")] = Format.TEXT,
) -> None:
    """Start an integration beside a sandbox, play stories on it, and say for each of the ten points how it stands.

    Ends with 0 when nothing failed, 1 when a point failed, 2 when a setting is wrong, 3 when a story could not be
    played. The report of a whole check is kept as check.json in the state folder. What SUBJECT.toml holds is told in
    docs/checker.md.
    `keyturn check init URL` writes a first one by looking at your pages.
    """
    import signal
    from dataclasses import replace

    from keyturn.checker.errors import SubjectWrong
    from keyturn.checker.report.as_json import as_json
    from keyturn.checker.report.text import text
    from keyturn.checker.runner import Wish, prepared
    from keyturn.checker.subject.reading import read
    from keyturn.cli.checker.handing import hand_over
    from keyturn.cli.checker.once import checked
    from keyturn.cli.checker.production import looked_at_from_outside
    from keyturn.cli.checker.sketching import draw
    from keyturn.cli.checker.watching import again, changes
    from keyturn.clock import SystemClock

    if str(subject) == "init":
        return draw(url, trust, force)
    if url:
        raise Complaint(f"{url!r} is one word too many.", "An address belongs to `keyturn check init` only.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends the subject, too
    today = SystemClock().now().date()
    wish = Wish(profile is Profile.SMOKE, tuple(only or ()), seed, certify)

    def once(names: tuple[str, ...], goes_on: bool = False) -> Report:
        described = read(subject) if production else prepared(subject, wish, today)
        if production:
            report = looked_at_from_outside(described, production, trust)
        else:
            report = checked(described, replace(wish, only=names or wish.only), today, state, goes_on)
        if report_to:
            sys.stderr.write(hand_over(report, described.subject, report_to) + "\n")
        for line in (as_json(report).decode(),) if output is Format.JSON else text(report):
            say(line)
        return report

    try:
        report = once((), resume)
    except SubjectWrong as wrong:
        raise Complaint(str(wrong)) from None
    for name in changes(subject.resolve().parent) if watch else ():
        say(f"{name} has changed.")
        try:
            report = again(once, report)
        except SubjectWrong as wrong:
            say(str(wrong))
    if report.exit_code:
        raise Ended(report.exit_code)


def explain(
    name: Annotated[str, Argument(metavar="[CHECK]", help="A condition, as a report names it; all without.")] = "",
) -> None:
    """Tell what a condition expects, why, on what it looks, and how to mend it; or list the conditions by point."""
    from keyturn.checker.errors import SubjectWrong
    from keyturn.checker.runner import explained

    try:
        lines = explained(name)
    except SubjectWrong as wrong:
        raise Complaint(str(wrong)) from None
    for line in lines:
        say(line)
