"""The report in a real browser: axe finds nothing, in light and dark, and nothing is wider than a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.checker.report.reports import finding, report
from tests.street.test_accessible import RULES
from tests.street.test_browser import CHROMIUM, SIZES

from keyturn.checker.report.as_html import as_html
from keyturn.checker.verdict import Verdict

pytestmark = pytest.mark.street


def test_the_report_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    findings = [finding(verdict, f"condition_{verdict}") for verdict in Verdict]
    page_file = tmp_path / "report.html"
    page_file.write_text(as_html(report(*findings), report(*reversed(findings))))
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        schemes: tuple[Any, ...] = ("light", "dark")
        for scheme in schemes:
            phone: Any = SIZES["phone"]
            # The page forbids every script, so axe has to be let in.
            context = chromium.new_context(viewport=phone, color_scheme=scheme, bypass_csp=True)
            page = context.new_page()
            page.goto(page_file.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            answer: Any = Axe().run(page, options=RULES).response
            assert len(answer["passes"]) > 8, "axe has looked"
            assert [(one["id"], one["nodes"][0]["html"]) for one in answer["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= phone["width"]
        chromium.close()
