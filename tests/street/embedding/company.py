"""A company's own site over TLS, and one that nobody has named: each shows in a frame whatever its query says."""

from __future__ import annotations

import html
import json
import ssl
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOMS, STRANGER = "rooms.company.test", "stranger.test"
"""Names of two sites; the browser is told that both are on this machine."""


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        shown = parse_qs(urlsplit(self.path).query).get("show", ["about:blank"])[0]
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Rooms</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<body style="margin:0;font-family:sans-serif"><h1 style="margin:1rem">Your booking</h1>'
            f'<iframe title="Doors" src="{html.escape(shown)}" style="width:100%;height:900px;border:0"></iframe>'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *told: object) -> None:
        pass


@contextmanager
def site(certificate: Path, key: Path) -> Iterator[int]:
    """Served on this machine only; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)


class Program:
    """The company's program, which calls ``/v1`` with its key."""

    def __init__(self, base_url: str, ca_file: str, key: str) -> None:
        self._base_url, self._key = base_url, key
        self._trust = ssl.create_default_context(cafile=ca_file)

    def get(self, path: str) -> dict[str, Any]:
        return self._call(path, "GET", None)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self._call(path, "POST", json.dumps(body).encode())

    def _call(self, path: str, method: str, body: bytes | None) -> dict[str, Any]:
        request = urllib.request.Request(self._base_url + "/v1" + path, body, method=method)
        request.add_header("Authorization", f"Bearer {self._key}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, context=self._trust, timeout=20) as answer:
            told: dict[str, Any] = json.loads(answer.read())
        return told
