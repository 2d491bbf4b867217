"""Subjects that hang, crash, answer garbage or flood: said so within the time, and nothing is left running."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.runner.tell import STREETS_AT_ONCE
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.subject.settings import Described
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
    "leads on for ever": ("self.say(302, Location=self.path + 'x')", "Redirects went on"),
    "hangs": ("time.sleep(600)", "No answer"),
    "drips": ("self.say()\n        while True: self.wfile.write(b'x'); time.sleep(1)", "not over within"),
    "nests": ("self.say(body=b'<a>x' * 200_000)", "no form"),
    "opens comments": ("self.say(body=b'<!--<a ' * 200_000)", "no form"),
    "prints": ("while True: print('x' * 65536)", "No answer"),
    "floods": ("self.say(body=b'')\n        while True: self.wfile.write(b'x' * 65536)", "no form"),
}
WISH = Wish(only=("redirect_is_repeated_in_the_exchange",))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    return Certificates(made.ca_file, made.certificate, made.key)


def described(folder: Path, program: str) -> Described:
    folder.mkdir(exist_ok=True)
    (folder / "SUBJECT.toml").write_text(SUBJECT)
    (folder / "unruly.py").write_text(program)
    return read(folder / "SUBJECT.toml")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, certificates: Certificates) -> dict[str, Report]:
    """All of them side by side: most of it is waiting for those that hang."""
    folder = tmp_path_factory.mktemp("unruly")

    async def one(what: str, mischief: str) -> tuple[str, Report]:
        program = PROGRAM.replace("MISCHIEF", mischief)
        return what, await check(described(folder / what, program), certificates, WISH, date(2026, 1, 1))

    async def all_of_them() -> dict[str, Report]:
        return dict(await asyncio.gather(*(one(what, mischief) for what, (mischief, _) in MISCHIEF.items())))

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("what", MISCHIEF)
def test_an_unruly_subject_is_broken_and_why(what: str, reports: dict[str, Report]) -> None:
    report = reports[what]
    assert report.seconds < 90  # the story has 30 seconds; the machine may be busy
    assert report.points[0].verdict is Verdict.BROKEN and report.exit_code == 3
    assert MISCHIEF[what][1] in str(report.evidence[0].broken)


def test_one_that_never_answers_is_given_up_once_for_all_stories(
    tmp_path: Path, certificates: Certificates
) -> None:
    program = "import time; open('started', 'a').write('x'); time.sleep(60)"
    subject = described(tmp_path, program)
    report = asyncio.run(check(subject, certificates, Wish(), date(2026, 1, 1)))
    played = [one for one in report.evidence if not one.skipped]
    assert len(played) > 5 and all("not ready within 3 seconds" in str(one.broken) for one in played)
    assert len((tmp_path / "started").read_text()) <= STREETS_AT_ONCE
