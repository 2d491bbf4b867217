"""Each point of the checklist has its homes: what serves it says so, by the point's only name."""

from __future__ import annotations

import ast
import re

from tests.architecture.places import SOURCE, files, shown

from keyturn.checklist import CHECKLIST, Judged


def homes() -> dict[str, list[str]]:
    """Slug to the modules that say they serve it."""
    found: dict[str, list[str]] = {}
    for file in files(SOURCE, suffix=".py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                for line in re.findall(r"Serves: ([a-z, \n-]+)\.?", ast.get_docstring(node) or ""):
                    for slug in re.split(r"[,\s]+", line.strip()):
                        found.setdefault(slug, []).append(shown(file))
    return found


def test_only_points_of_the_checklist_are_served() -> None:
    assert set(homes()) <= {point.slug for point in CHECKLIST}


def test_every_point_a_program_can_judge_has_a_home_in_the_integration() -> None:
    served = {slug for slug, places in homes().items() if any("/integration/" in place for place in places)}
    assert {point.slug for point in CHECKLIST if point.judged is Judged.MACHINE} <= served
