"""The floor plan holds: who imports whom, how large things are, how things are named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.architecture.places import CODE, ROOT, SOURCE, files, shown

LINES_AT_MOST = 300
FILES_AT_MOST = 12
NAMES_OF_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "base"}
MARKERS = re.compile(
    r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK", "W" + "IP")) + r")\b"
)


def test_rooms_import_only_what_the_plan_allows() -> None:
    # A process of its own: in ours it would switch off every logger there is.
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_file_is_long() -> None:
    lengths = {shown(file): file.read_text().count("\n") for file in files(*CODE, suffix=".py")}
    assert len(lengths) > 100
    assert {name: lines for name, lines in lengths.items() if lines > LINES_AT_MOST} == {}


def test_no_folder_is_crowded() -> None:
    # Migrations are a list in one order that only grows: none of them can move into a room of its own.
    crowd = Counter(shown(file.parent) for file in files(*CODE) if file.parent.name != "migrations")
    assert {folder: count for folder, count in crowd.items() if count > FILES_AT_MOST} == {}


def test_nothing_is_named_for_nothing() -> None:
    assert [
        shown(file) for file in files(*CODE, suffix=".py") if NAMES_OF_NOTHING & {file.stem, file.parent.name}
    ] == []


def test_every_room_and_module_says_what_it_is_for() -> None:
    silent = [
        shown(file) for file in files(SOURCE, suffix=".py") if not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert silent == []


def test_a_room_says_it_in_few_lines() -> None:
    talkative = {
        shown(file)
        for file in files(SOURCE, suffix="__init__.py")
        if len((ast.get_docstring(ast.parse(file.read_text())) or "").splitlines()) > 6
    }
    assert talkative - {"src/keyturn/client/__init__.py"} == set()  # there the five lines are shown


def test_nothing_is_left_for_later_in_a_comment() -> None:
    pages = (
        ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
    )
    texts = [*files(*CODE), *files(ROOT / "docs", suffix=".md"), *pages]
    assert [shown(file) for file in texts if MARKERS.search(file.read_text(errors="ignore"))] == []


def test_no_public_name_is_undocumented_at_a_front_door() -> None:
    import keyturn.client
    import keyturn.company
    import keyturn.integration
    import keyturn.sandbox

    for house in (keyturn.client, keyturn.company, keyturn.integration, keyturn.sandbox):
        for name in house.__all__:
            assert (getattr(house, name).__doc__ or "").strip(), f"{house.__name__}.{name}"
