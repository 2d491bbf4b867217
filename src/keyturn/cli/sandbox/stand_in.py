"""``keyturn sandbox run --as NAME``: in the place of the real Nuki, for programs whose address cannot be set."""

from __future__ import annotations

import re
from pathlib import Path

from keyturn.cli import authority
from keyturn.cli.complaint import Complaint
from keyturn.cli.serving import Tls

PORT = 443
NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
NOT_OURS = (".localhost", ".local", ".internal")


def certificate(state: Path, name: str) -> tuple[Path, Tls]:
    """What to trust, and what is shown, for exactly this name. Raises :class:`Complaint` for one that is none."""
    if not NAME.fullmatch(name) or name.endswith(NOT_OURS):
        raise Complaint(
            f"--as {name!r} is not the name of a server on the internet.",
            "Give one in small letters, like api.nuki.io.",
        )
    made = authority.ensure(state / f"authority-{name}", reach=authority.only(name))
    return made.ca_file, Tls(made.certificate, made.key)


def told(name: str, host: str, port: int, ca_file: Path) -> list[str]:
    """What the person has to do, and how to undo it. Nothing of this machine is changed by us."""
    address = "127.0.0.1" if host in {"0.0.0.0", "localhost"} else host  # noqa: S104
    lines = [
        f"In the place of {name}, once these two are done:",
        f"  1. add this line to /etc/hosts:          {address} {name}",
        f"  2. let your program trust this authority: {ca_file.resolve()}",
        f"     It can vouch for {name} and nothing else: no name below it, no other server, no address. Its key stays",
        f"     in {ca_file.resolve().parent}.",
        "To undo it: take the line out of /etc/hosts, take the authority out of what is trusted, delete that folder.",
    ]
    if port != PORT:
        lines.insert(
            1, f"  0. {name} is asked on port {PORT}: pass that on to port {port}, or use --port {PORT} as root."
        )
    return lines
