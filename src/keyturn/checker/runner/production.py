"""A look at an integration that is in use: its public pages only, each opened once, and nothing pressed or sent."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from urllib.parse import urljoin

from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.subject.settings import Subject
from keyturn.checker.verdict import Finding, Verdict, fold
from keyturn.checker.visitor.wire import Answer, NoAnswer
from keyturn.checklist import CHECKLIST

Look = Callable[[str], Awaitable[Answer]]
_SECRET = re.compile(
    r"""(client_?secret|access_?token|refresh_?token)["']?\s*[:=]\s*["']?[\w.~+/-]{16,}""", re.IGNORECASE
)
_HEADERS = {
    "strict-transport-security": "Send Strict-Transport-Security with a max-age of at least half a year.",
    "x-content-type-options": "Send X-Content-Type-Options: nosniff.",
    "content-security-policy": "Send a Content-Security-Policy.",
    "referrer-policy": "Send a Referrer-Policy, so that no address leaves with a link.",
}


async def looked_at(url: str, subject: Subject, look: Look) -> Report:
    """Judge the start, help and support pages below ``url``. What is not looked at is no part of the report."""
    began = time.monotonic()
    paths = {"start": "/"}
    for name, button in (("help", subject.help), ("support", subject.support)):
        if button is not None:
            paths[name] = button.get or button.page or "/"
    pages = {name: await _opened(urljoin(url, path), look) for name, path in paths.items()}
    findings = tuple(_judged(url, pages))
    points = tuple(
        PointReport(number=one.number, slug=one.slug, sentence=one.sentence, verdict=fold(of), findings=of)
        for one in CHECKLIST
        if (of := tuple(finding for finding in findings if finding.point == one.slug))
    )
    seconds = round(time.monotonic() - began, 2)
    return Report(subject=subject.name, profile="production", seed="", points=points, evidence=(), seconds=seconds)


async def _opened(url: str, look: Look) -> Answer | None:
    try:
        return await look(url)
    except NoAnswer:
        return None


def _judged(url: str, pages: Mapping[str, Answer | None]) -> Iterator[Finding]:
    yield _finding("registered-https-redirect", "pages_are_https", "start", url.startswith("https://"),
                   "The integration is reached by HTTPS.", f"It is {url.partition(':')[0]}.",
                   "Serve every page by HTTPS.")  # fmt: skip
    for name, page in pages.items():
        shown = _SECRET.search(page.text) if page else None
        yield _finding("server-side-exchange", "no_secret_in_public_pages", name, page and not shown,
                       "No public page holds a secret or token.",
                       f"Something like a {shown[1]} stands there." if shown else "None was seen.",
                       "Keep secrets and tokens on the server; replace the one that was shown.")  # fmt: skip
    for name, slug in (("support", "first-level-support"), ("help", "current-docs")):
        if name in pages:
            page = pages[name]
            there = page and page.status < 400
            yield _finding(slug, f"{name}_is_reachable", name, there, f"The {name} page is there.",
                           f"It answered {page.status}." if page else "", f"Bring the {name} page back.")  # fmt: skip
    start = pages["start"]
    for header, mend in _HEADERS.items():
        there = start and header in start.headers
        yield _finding("token-custody", f"sends_{header.replace('-', '_')}", "start", there,
                       f"Pages come with {header}.", "It is there." if there else "It is missing.", mend,
                       Verdict.WARNING)  # fmt: skip


def _finding(
    point: str, condition: str, page: str, good: object, expectation: str, observation: str, mend: str,
    otherwise: Verdict = Verdict.FAILED,
) -> Finding:  # fmt: skip
    """``good`` is None when the page did not answer: then nothing is known."""
    verdict = Verdict.BROKEN if good is None else Verdict.PASSED if good else otherwise
    seen = "The page did not answer." if good is None else observation
    return Finding(
        condition=condition,
        point=point,
        scenario=f"{page}_page",
        verdict=verdict,
        expectation=expectation,
        observation=seen,
        mend=mend,
    )
