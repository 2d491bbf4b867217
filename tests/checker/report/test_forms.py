from __future__ import annotations

import base64
import io
import re
import zipfile
from xml.etree.ElementTree import fromstring

import msgspec
from tests.checker.report.reports import SECRETS, finding, report

from keyturn.checker.report.as_html import as_html
from keyturn.checker.report.as_json import as_json
from keyturn.checker.report.as_junit import as_junit
from keyturn.checker.report.bundle import LEFT_OUT, bundle, described
from keyturn.checker.report.comparison import changes, last
from keyturn.checker.subject.settings import Subject
from keyturn.checker.verdict import Verdict

SUBJECT = msgspec.convert(
    {
        "name": "Harbour Stays",
        "url": "https://localhost:{port}",
        "start": {"command": ["run", "--password=hunter2"], "env": {"A": "hunter2{port}", "B": "hunter2"}},
        "application": {"redirect_uris": ["{url}/callback"]},
        "connect": {"post": "/login", "fields": {"password": "hunter2"}},
    },
    Subject,
)


def test_no_planted_secret_is_in_any_form() -> None:
    found = report(finding(Verdict.FAILED), picture=base64.b64encode(b"a picture").decode())
    packed = zipfile.ZipFile(io.BytesIO(bundle(found, SUBJECT, found)))
    assert set(packed.namelist()) == {
        *("report.html", "report.json", "junit.xml", "subject.json"),
        "screenshots/visitor_connects-01.jpg",
    }
    for name in packed.namelist():
        content = packed.read(name).decode()
        assert not [value for value in (*SECRETS.values(), "hunter2") if value in content], name
    assert "client_secret" in packed.read("report.json").decode(), "it is named where it stood"


def test_a_subject_keeps_its_placeholders_only() -> None:
    told = msgspec.json.decode(described(SUBJECT))
    assert told["start"] | {"command": ["run"], "env": {"A": "{port}", "B": LEFT_OUT}} == told["start"]
    assert told["connect"]["fields"] == {"password": LEFT_OUT}


def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_it_quotes() -> None:
    page = as_html(report(finding(Verdict.FAILED)))
    assert not re.search(r"<script|https?://|url\(|@import|\ssrc=\"(?!data:)", page)
    assert "Harbour &lt;Stays&gt;" in page and "&lt;b&gt;always" in page and "<b>always" not in page
    assert "GET /oauth/authorize" in page and "Draw it anew." in page


def test_junit_counts_each_kind_and_survives_any_character() -> None:
    found = [
        finding(verdict, f"c{n}", observation="\x00\x1b[31m \ud800".encode("utf-8", "replace").decode())
        for n, verdict in enumerate(Verdict)
    ]
    suite = fromstring(as_junit(report(*found)))[0]
    assert suite.attrib | {"tests": "6", "failures": "1", "errors": "1", "skipped": "2"} == suite.attrib
    assert len(suite.findall("*/failure")) == len(suite.findall("*/error")) == 1


def test_what_got_better_and_what_worse() -> None:
    before = report(finding(Verdict.FAILED, "a"), finding(Verdict.PASSED, "b"), finding(Verdict.PASSED, "c"))
    now = report(finding(Verdict.PASSED, "a"), finding(Verdict.FAILED, "b"), finding(Verdict.PASSED, "c"))
    assert [(one.condition, one.better) for one in changes(now, before)] == [("a", True), ("b", False)]
    page = as_html(now, before)
    assert page.index("Worse") < page.index("Better")


def test_an_earlier_report_is_read_again_or_is_none() -> None:
    made = report(finding(Verdict.FAILED))
    assert last(as_json(made)) == made
    assert last(b"{}") is None and last(b"\xff") is None
