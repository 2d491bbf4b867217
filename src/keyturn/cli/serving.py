"""Serving an application: one socket claimed early, TLS, a graceful end, and no log of addresses.

There is no access log because addresses carry codes and states.
"""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import os
import resource
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from keyturn.cli.complaint import Broken, Complaint

IDLE_SECONDS = 0.2
"""How long a connection without an answer under way may take to close once the end was asked for."""
FILES = 65_536
"""Open files a server asks for: each connection is one, and many systems begin with 1,024."""
GRACE_SECONDS = 3
"""How long running answers may take once the end was asked for."""
END_WITH_PARENT = "KEYTURN_END_WITH_PARENT"
"""Set for children: they end when their standard input closes, so that none outlives a killed parent."""


class Tls(NamedTuple):
    """PEM files of the certificate shown and its key."""

    certificate: Path
    key: Path


def claim(host: str, port: int, choose: str = "--port") -> socket.socket:
    """Bind the port, 0 for any free one. Raises :class:`Complaint` that names it and the way out."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            raise Complaint(
                f"Port {port} on {host} is taken by another program.",
                f"End that program, or choose another port with {choose}.",
            ) from None
        if trouble.errno == errno.EACCES:
            raise Complaint(
                f"Port {port} on {host} is not open to this user.", f"Choose one above 1023 with {choose}."
            ) from None
        why = os.strerror(trouble.errno) if trouble.errno and trouble.errno > 0 else "no such address"
        raise Complaint(
            f"Nothing can listen on {host}, port {port}: {why}.",
            "Give --host an address of this machine; 127.0.0.1 always is.",
        ) from None
    except OverflowError:
        raise Complaint(f"{port} is not a port.", f"Choose one from 0 to 65535 with {choose}.") from None


def address(place: socket.socket, tls: Tls | None) -> str:
    """Where a browser on this machine finds what listens on ``place``."""
    host, port = place.getsockname()[:2]
    shown = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    return f"{'https' if tls else 'http'}://{f'[{shown}]' if ':' in shown else shown}:{port}"


def run(
    app: Any,
    place: socket.socket,
    tls: Tls | None,
    ready: Callable[[], None],
    ended: Callable[[], Awaitable[None]] | None = None,
    ending: Callable[[], None] | None = None,
    named: Mapping[str, Tls] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; ``ready`` is called once connections are accepted, ``ended`` at the very end.

    ``ending`` is called when the end was asked for: answers that would go on for ever are to finish then.

    ``named`` certificates are shown to whoever asks for that name, and ``tls`` to everybody else.

    Raises :class:`Complaint` for certificate files that cannot be used, :class:`Broken` when the start fails.
    """
    _log_to_stderr()
    take_files()
    server = _Server(_config(app, tls, named or {}), ready, ended, ending)
    # The server passes the signal on once it has ended; without these lines that would look like a crash.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: None)
    if os.environ.get(END_WITH_PARENT):
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    gc.freeze()  # what was loaded stays: it need not be looked at again, were it a hundred thousand devices
    gc.enable()
    server.run(sockets=[place])
    if not server.started:
        raise Broken("The server did not start; the reason stands above.")


class _Server(uvicorn.Server):
    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        ended: Callable[[], Awaitable[None]] | None,
        ending: Callable[[], None] | None,
    ) -> None:
        super().__init__(config)
        self._ready, self._ended, self._ending = ready, ended, ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._ending:
            self._ending()
        dropping = asyncio.create_task(self._drop_idle())
        await super().shutdown(sockets)
        dropping.cancel()
        if self._ended:
            await self._ended()

    async def _drop_idle(self) -> None:
        # Answers are waited for. A peer that keeps an idle TLS connection may never say goodbye: that is not.
        await asyncio.sleep(IDLE_SECONDS)
        while answering := self.server_state.tasks:
            await asyncio.wait(answering)
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _config(app: Any, tls: Tls | None, named: Mapping[str, Tls]) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    try:
        config.load()
    except OSError as trouble:
        files = f"{tls.certificate} and {tls.key}" if tls else "the certificate"
        raise Complaint(
            f"The certificate cannot be used ({trouble.strerror or trouble}).",
            f"Check that {files} are readable PEM files that belong together.",
        ) from None
    if config.ssl is not None and named:
        config.ssl.sni_callback = _by_name({name: _context(files) for name, files in named.items()})
    return config


def _context(files: Tls) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context


def _by_name(contexts: Mapping[str, ssl.SSLContext]) -> Callable[[Any, str | None, Any], None]:
    def choose(link: Any, name: str | None, _: Any) -> None:
        if name is not None and name in contexts:
            link.context = contexts[name]

    return choose


def take_files() -> None:
    """Raise the limit of open files as far as this user may, so that a thousand idle connections do no harm."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _log_to_stderr() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


def _end_with_stdin() -> None:
    # Not through sys.stdin: its lock, held by a waiting thread, would break the interpreter's own end.
    while os.read(0, 4096):
        pass
    signal.raise_signal(signal.SIGTERM)
