"""``keyturn check init URL``: a first SUBJECT.toml."""

from __future__ import annotations

from pathlib import Path

from keyturn.cli.complaint import Complaint
from keyturn.cli.output import say

FILE = Path("SUBJECT.toml")
SYSTEM = "/etc/ssl/certs/ca-certificates.crt"


def draw(url: str, trust: Path | None, force: bool) -> None:
    """Look at the pages and write the file into this folder. Raises :class:`Complaint`."""
    import asyncio

    from keyturn.checker.errors import NotPlayed
    from keyturn.checker.visitor.browser.looking import looking
    from keyturn.checker.visitor.sketch import Sketch, sketch
    from keyturn.checker.visitor.wire import NoAnswer, Wire

    if not url.startswith(("http://", "https://")):
        raise Complaint(f"{url!r} is no address of a page.", "Give one like http://localhost:8000.")
    if FILE.exists() and not force:
        raise Complaint(f"{FILE} stands here already.", "Keep it, or write over it with --force.")

    async def look() -> Sketch:
        wire = Wire(trusted(trust))
        try:
            drawn = await sketch(url, lambda address: wire.send("GET", address))
        finally:
            await wire.aclose()
        if not drawn.needs_scripts:
            return drawn
        try:
            async with looking(url, trusted(trust)) as in_browser:
                return await sketch(url, in_browser, in_browser=True)
        except NotPlayed as lacking:
            say(f"The pages seem to need their scripts, and no browser could look: {lacking}")
            return drawn

    try:
        drawn = asyncio.run(look())
    except NoAnswer as trouble:
        raise Complaint(
            f"{trouble}.", "Start your integration first; for a certificate of your own give --trust."
        ) from None
    FILE.write_text(drawn.text, encoding="utf-8")
    say(f"{FILE} is written. Answer its lines marked YOURS, then: keyturn check {FILE}")
    if drawn.missing:
        say(f"Not found on any page that was seen: {', '.join(drawn.missing)}.")


def trusted(file: Path | None) -> Path:
    """The authorities to believe: those of the file, or this machine's. Raises :class:`Complaint`."""
    import ssl

    if file is not None and not file.is_file():
        raise Complaint(f"--trust {file} is no file.", "Give the PEM file of your certificate's authority.")
    return file or Path(ssl.get_default_verify_paths().cafile or SYSTEM)
