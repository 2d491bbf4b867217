"""Every address in a template says where it leads: below the path we are mounted at, or elsewhere on purpose."""

from __future__ import annotations

import re

from tests.architecture.places import SOURCE, files, shown

ADDRESS = re.compile(r'\s(?:href|src|srcset|action|formaction|hx-(?:get|post|put|delete)|data-live)="([^"]*)')
OURS = re.compile(r"\{\{ root \}\}(/|\{\{ )")
HERE = re.compile(r"[#?]|\{\{ here \}\}\?")
ELSEWHERE = re.compile(r"mailto:|\{\{ (support|address) \}\}$")
"""What a setting or a theme names, whole; nothing we make up ourselves."""


def test_no_address_escapes_the_path_we_are_mounted_at() -> None:
    templates = list(files(SOURCE / "integration", suffix=".html"))
    found = [(shown(file), address) for file in templates for address in ADDRESS.findall(file.read_text())]
    assert len(found) > 100
    escaping = [
        (name, address)
        for name, address in found
        if not any(shape.match(address) for shape in (OURS, HERE, ELSEWHERE))
    ]
    assert escaping == [], "Write {{ root }} before an address of ours."
