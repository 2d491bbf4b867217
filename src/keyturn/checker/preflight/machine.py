"""What this machine has to have: the folder, the program, a free port."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from keyturn.checker.errors import Wrong
from keyturn.checker.subject.process import found
from keyturn.checker.subject.settings import Described


def wrongs(described: Described) -> Iterator[Wrong]:
    """What is not there, or taken."""
    start = described.subject.start
    if not described.folder.is_dir():
        yield Wrong(
            "start.folder", f"{start.folder!r}, which is no folder", "Give a path relative to SUBJECT.toml."
        )
        return
    if not start.command or not start.command[0]:
        yield Wrong("start.command", "empty", 'Give the program and its words, like ["python", "app.py"].')
    elif "{" not in start.command[0] and found(start.command[0], described.folder) is None:
        yield Wrong("start.command", f"{start.command[0]!r}, which cannot be run",
                    "Install it, correct its path, or make it executable (chmod +x).")  # fmt: skip
    if not 0 < start.seconds <= 120:
        yield Wrong("start.seconds", f"{start.seconds:g}", "Give a number from 1 to 120.")
    yield from _port(described.subject.url)


def _port(url: str) -> Iterator[Wrong]:
    try:
        port = urlsplit(url.replace("{port}", "0")).port
    except ValueError:
        return
    if port:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                yield Wrong("url", f"{url!r}, whose port {port} is taken", "End that program, or write {port}.")
