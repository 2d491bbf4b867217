from __future__ import annotations

import asyncio

import msgspec

from keyturn.checker.report.as_html import as_html
from keyturn.checker.report.value import Report
from keyturn.checker.runner.production import looked_at
from keyturn.checker.subject.settings import Subject
from keyturn.checker.verdict import Verdict
from keyturn.checker.visitor.wire import Answer, NoAnswer

SUBJECT = msgspec.convert(
    {
        "name": "Harbour Stays",
        "url": "https://localhost:{port}",
        "start": {"command": ["run"]},
        "application": {"redirect_uris": ["{url}/callback"]},
        "connect": {"get": "/connect"},
        "help": {"get": "/help"},
        "support": {"get": "/support"},
    },
    Subject,
)
HEADERS = dict.fromkeys(
    ("strict-transport-security", "x-content-type-options", "content-security-policy", "referrer-policy"), "x"
)


def looked(base: str = "https://stays.example", **pages: Answer | None) -> tuple[Report, list[str]]:
    asked = list[str]()

    async def look(url: str) -> Answer:
        asked.append(url)
        answer = pages.get(url.removeprefix(base).strip("/") or "start", Answer(200, HEADERS, b"Welcome"))
        if answer is None:
            raise NoAnswer("ConnectError")
        return answer

    return asyncio.run(looked_at(base, SUBJECT, look)), asked


def verdicts(report: Report) -> dict[str, Verdict]:
    return {
        one.condition: one.verdict for point in report.points for one in point.findings if one.verdict != "passed"
    }


def test_a_tidy_one_passes_and_each_page_is_opened_once() -> None:
    report, asked = looked()
    assert verdicts(report) == {} and report.exit_code == 0
    assert asked == [f"https://stays.example{path}" for path in ("/", "/help", "/support")]
    assert "proves no point whole" in as_html(report)


def test_a_token_in_a_page_fails_and_is_not_repeated() -> None:
    page = Answer(200, HEADERS, b'<script>x = {"accessToken": "abcdefghijklmnop1234"}</script>')
    report, _ = looked(help=page)
    assert verdicts(report) == {"no_secret_in_public_pages": Verdict.FAILED}
    assert "abcdefghijklmnop" not in repr(report)


def test_pages_gone_headers_missing_and_plain_http_are_told_apart() -> None:
    report, _ = looked("http://stays.example", start=Answer(200, {}, b""), help=Answer(404, {}, b""), support=None)
    found = verdicts(report)
    assert found["pages_are_https"] is found["help_is_reachable"] is Verdict.FAILED
    assert found["support_is_reachable"] is Verdict.BROKEN
    assert found["sends_content_security_policy"] is Verdict.WARNING
