"""Subjects that hang, crash, answer garbage or flood: said so within the time, and nothing is left running."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path

import pytest

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict
from keyturn.cli import authority

pytestmark = pytest.mark.street

SUBJECT = """
name = "Unruly"
url = "https://localhost:{port}"
[start]
command = ["python", "unruly.py", "{port}"]
plain_http = true
seconds = 3
[application]
redirect_uris = ["{url}/callback"]
[connect]
get = "/connect"
"""
PROGRAM = """
import http.server, os, sys, time
class Subject(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def say(self, status=200, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items(): self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if self.path == "/": return self.say()
        MISCHIEF
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Subject).serve_forever()
"""
MISCHIEF = {
    "crashes": ("print('out of memory', flush=True); os._exit(3)", "out of memory"),
    "answers garbage": ("self.wfile.write(bytes(range(256)) * 40)", "No answer"),
    "sends nowhere": ("self.say(302, Location='http://[oh')", "nobody can read"),
    "leads in circles": ("self.say(302, Location='/connect')", "Redirects went on"),
    "floods": ("self.say(body=b'')\n        while True: self.wfile.write(b'x' * 65536)", "no form"),
}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    return Certificates(made.ca_file, made.certificate, made.key)


def checked(folder: Path, certificates: Certificates, program: str) -> Report:
    (folder / "SUBJECT.toml").write_text(SUBJECT)
    (folder / "unruly.py").write_text(program)
    wish = Wish(only=("redirect_is_repeated_in_the_exchange",))
    return asyncio.run(check(read(folder / "SUBJECT.toml"), certificates, wish, date(2026, 1, 1)))


@pytest.mark.parametrize("what", MISCHIEF)
def test_an_unruly_subject_is_broken_and_why(tmp_path: Path, certificates: Certificates, what: str) -> None:
    mischief, told = MISCHIEF[what]
    began = time.monotonic()
    report = checked(tmp_path, certificates, PROGRAM.replace("MISCHIEF", mischief))
    assert time.monotonic() - began < 30
    assert report.points[0].verdict is Verdict.BROKEN and report.exit_code == 3
    assert told in str(report.evidence[0].broken)


def test_one_that_never_answers_is_given_up(tmp_path: Path, certificates: Certificates) -> None:
    report = checked(tmp_path, certificates, "import time; time.sleep(60)")
    assert "not ready within 3 seconds" in str(report.evidence[0].broken)
