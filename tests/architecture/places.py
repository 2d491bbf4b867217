"""Where the project's own files are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "keyturn"
CODE = (ROOT / "src", ROOT / "tests", ROOT / "bench")


def files(*below: Path, suffix: str = "") -> Iterator[Path]:
    """Every file of ours; what tools leave behind is not."""
    for folder in below:
        for file in sorted(folder.rglob(f"*{suffix}")):
            inner = file.relative_to(folder).parts
            if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in inner):
                yield file


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
