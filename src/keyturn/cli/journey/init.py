"""``keyturn init``: a manifest to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.asking import ask
from keyturn.cli.journey.files import MANIFEST, write
from keyturn.cli.output import say

if TYPE_CHECKING:
    from keyturn.journey.draft import Answers


def init(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="Where it is written.")] = MANIFEST,
    company: Annotated[str, Option(metavar="NAME", help="Name of the company.")] = "",
    country: Annotated[str, Option(metavar="XX", help="Country of its head office.")] = "",
    kind: Annotated[str, Option("--type", metavar="TYPE", help="Kind of integration, such as SHORT_RENTAL.")] = "",
    device: Annotated[list[str] | None, Option(metavar="NAME", help="smart_lock, opener, …; repeat.")] = None,
    action: Annotated[list[str] | None, Option(metavar="NAME", help="read, unlock, codes, …; repeat.")] = None,
    site: Annotated[str, Option(metavar="URL", help="Its public web site.")] = "",
    description: Annotated[str, Option(metavar="TEXT", help="What customers do with it, and who they are.")] = "",
    yes: Annotated[
        bool, Option("--yes/--no-yes", help="Ask nothing; placeholders stand for what is not given.")
    ] = False,
    force: Annotated[bool, Option("--force/--no-force", help="Write over a file that is there.")] = False,
) -> None:
    """Write keyturn.toml: what your company declares about its integration.

    Asks a few questions. The scopes follow from the actions you choose. Every other step reads this file.
    """
    from keyturn.journey.draft import Answers, answered, asked, written
    from keyturn.journey.errors import ManifestWrong
    from keyturn.journey.manifest import parsed, placeholders

    if file.exists() and not force:
        raise Complaint(f"{file} is there already.", "Edit it, name another with --manifest, or say --force.")
    given = {
        "company": company,
        "country": country,
        "type": kind,
        "devices": ",".join(device or ()),
        "actions": ",".join(action or ()),
        "site": site,
        "description": description,
    }
    answers: Answers = Answers()
    for field, said in given.items():
        answers = answered(answers, field, said) if said else answers
    try:
        parsed(written(answers))
        if not yes:
            answers = asked(answers, ask, say)
        manifest = parsed(written(answers))
    except ManifestWrong as wrong:
        raise Complaint("These answers make no manifest:", str(wrong)) from None
    write(file, written(answers).encode())
    say(f"{file} is written, with the scopes {', '.join(manifest.oauth.scopes)}.")
    if left := placeholders(manifest):
        say(f"Replace what stands for yours in: {', '.join(left)}.")
    say("Next: read it through, then `keyturn status`.")
