"""Addresses as Nuki would register them, and as they fit together."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from keyturn.checker.errors import Wrong
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Subject

LOOPBACK = ("localhost", "127.0.0.1")


def wrongs(subject: Subject) -> Iterator[Wrong]:
    """Addresses that are not https, not on this machine, or not the subject's."""
    url = fill(subject.url, {"port": "8443"}).rstrip("/")
    yield from _base(subject.url, url)
    application = subject.application
    if not application.redirect_uris:
        yield Wrong("application.redirect_uris", "empty", 'Add the callback, like "{url}/callback".')
    for uri in application.redirect_uris:
        yield from _own("application.redirect_uris", uri, url)
        if "#" in uri or "*" in uri:
            yield Wrong("application.redirect_uris", repr(uri), "Register one exact address, without # and *.")
    if application.webhook_url is not None:
        yield from _own("application.webhook_url", application.webhook_url, url)
    if "webhook.central" in application.scopes and application.webhook_url is None:
        yield Wrong("application.webhook_url", "missing, but the scope webhook.central is asked for",
                    'Add webhook_url = "{url}/…", or use webhook.decentral.')  # fmt: skip
    if not subject.start.ready.startswith("/"):
        yield Wrong("start.ready", repr(subject.start.ready), 'Give a path of the subject, like "/".')


def _base(written: str, url: str) -> Iterator[Wrong]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        yield Wrong("url", repr(written), 'Give an address like "https://localhost:{port}".')
        return
    if parts.scheme != "https":
        yield Wrong("url", f"{written!r}, which is not https",
                    "Use https; a subject that speaks plain HTTP sets start.plain_http = true.")  # fmt: skip
    if parts.hostname not in LOOPBACK or not port:
        yield Wrong("url", f"{written!r}, which is no port of this machine", 'Use "https://localhost:{port}".')


def _own(key: str, written: str, url: str) -> Iterator[Wrong]:
    whole = fill(written, {"url": url, "port": "8443"})
    if whole.startswith(url + "/"):
        return  # as good as url itself
    if not whole.startswith("https://"):
        yield Wrong(key, f"{written!r}, which is not https", "Nuki registers https only: write {url}/….")
    else:
        yield Wrong(key, f"{written!r}, which is not below url", "Write {url}/… so that it leads to the subject.")
