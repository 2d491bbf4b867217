"""The page about faults says what the catalogue says."""

from __future__ import annotations

from tests.architecture.places import ROOT

from keyturn.sandbox.faults.catalogue import CATALOGUE, GROUPS
from keyturn.sandbox.faults.page import page


def test_the_page_is_the_one_the_catalogue_makes() -> None:
    assert (ROOT / "docs/faults.md").read_text(encoding="utf-8") == page(), (
        "run: python -m keyturn.sandbox.faults.page > docs/faults.md"
    )


def test_no_two_faults_share_a_name_and_each_says_what_and_whence() -> None:
    assert sum(len(group) for group in GROUPS.values()) == len(CATALOGUE) >= 40
    assert all(fault.says.endswith(".") and fault.pain for fault in CATALOGUE.values())
