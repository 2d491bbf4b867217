"""``keyturn form``: the integration form, filled in from what is declared and what was seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Ended, Option
from keyturn.cli.journey.apply import ready
from keyturn.cli.journey.files import MANIFEST, REPORT, understood, write
from keyturn.cli.journey.running import CA_FILE, FACTS, asked
from keyturn.cli.output import say

if TYPE_CHECKING:
    from keyturn.journey.form import Form
    from keyturn.journey.progress import Progress
    from keyturn.journey.seen import Checked

FOLDER, PDF = Path("form"), "form.pdf"


def form(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    report: Annotated[Path, Option(metavar="FILE", help="JSON report of the last check.")] = REPORT,
    folder: Annotated[Path, Option("--out", metavar="FOLDER", help="Where it is written.")] = FOLDER,
    running: Annotated[
        str, Option(metavar="URL", help="Ask the integration in use, too, with the key in KEYTURN_API_KEY.")
    ] = "",
    running_ca_file: Annotated[
        Path | None, Option(metavar="FILE", envvar=CA_FILE, help="Trust these authorities for it.")
    ] = None,
    pdf: Annotated[bool, Option("--pdf/--no-pdf", help="Also as PDF, where Chromium is installed.")] = True,
) -> None:
    """Write what Nuki collects before it checks an integration: the form, the last check's report, and a letter.

    Whatever is declared and was not seen, or seen and not declared, is named. Settle it, or explain it in [explained]
    of keyturn.toml. Ends with 1 while a difference is open or a point failed. Nothing is sent.
    With --running what customers really use is read over /v1, and with KEYTURN_OPERATOR_TOKEN the webhooks' figures,
    and kept in state/running.json.
    """
    from keyturn.journey import progress, seen
    from keyturn.journey.form import filled
    from keyturn.journey.paper import NUKI
    from keyturn.journey.running import facts

    declared = ready(file)
    with understood(file):
        kept, checked = progress.read(progress.beside(file)), seen.read(report)
        if running:
            write(FACTS, facts.written(asked(running, running_ca_file)))
        made = filled(declared, checked, kept.client_id, facts.read(FACTS))
    names = put(made, checked, folder, pdf, kept, file)
    if pdf and PDF not in names:
        say("There is no PDF: install Playwright and Chromium, or print form.html.")
    say(f"Written to {folder}: {', '.join(names)}.")
    for key in made.stale:
        say(f"No longer needed in [explained]: {key}.")
    for each in made.open:
        say(f"{each.key}: {each.what}. {each.mend}")
    if made.waits_for:
        say(f"Not to be sent yet: {made.waits_for}.")
        raise Ended(1)
    say(f"Ready: read letter.txt once more, and send it with the form to {NUKI}.")


def put(
    made: Form, checked: Checked | None, folder: Path, pdf: bool, kept: Progress, file: Path
) -> tuple[str, ...]:
    """Write all papers, and keep that they were written; their names. Raises :class:`Complaint`."""
    import asyncio

    from keyturn.checker.report.bundle import bundle
    from keyturn.cli.journey.pdf import printed
    from keyturn.clock import SystemClock
    from keyturn.journey import paper, progress

    html = paper.as_html(made)
    papers = {
        "form.html": html.encode(),
        "form.md": paper.as_markdown(made).encode(),
        "form.json": paper.as_json(made),
        "letter.txt": paper.letter(made).encode(),
    }
    if checked:
        papers[paper.BUNDLE] = bundle(checked.report)
    if pdf and (drawn := asyncio.run(printed(html))):
        papers[PDF] = drawn
    for name, content in papers.items():
        write(folder / name, content)
    event = made.waits_for or f"ready {made.mark}"
    write(progress.beside(file), progress.written(kept.after(SystemClock().now(), "form", event)))
    return tuple(papers)
