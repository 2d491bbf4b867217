"""The guide's folder: read whole, and put in place whole. What is not ours is never touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from keyturn.cli.complaint import Complaint
from keyturn.journey.errors import NotNow
from keyturn.journey.guide import record
from keyturn.journey.guide.record import Record

BYTES_AT_MOST = 256 * 1024 * 1024


def content_of(folder: Path) -> tuple[Record, dict[str, bytes]]:
    """A built guide and all its files by path. Raises :class:`Complaint` where there is none."""
    made = folder / record.NAME
    if not made.is_file():
        raise Complaint(f"{folder} holds no guide.", "Build one with `keyturn docs build`, or name its folder.")
    try:
        files = _files(folder)
        return record.parsed(files.pop(record.NAME)), files
    except NotNow as trouble:
        raise Complaint(f"{folder}: {trouble}", trouble.remedy) from None
    except OSError as trouble:
        raise Complaint(f"{folder} cannot be read: {trouble.strerror}.", "Name another folder.") from None


def claim(folder: Path, force: bool) -> None:
    """Make sure that a guide may be put there, before anything is done.

    Raises :class:`Complaint` for a folder with files that no build of ours made, and, unless told to ``force`` it, with
    pages that were edited by hand.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _beside(folder):
            pass
        taken = folder.exists() and any(folder.iterdir())
    except NotADirectoryError:
        raise Complaint(f"{folder} is a file.", "Name a folder with --out.") from None
    except OSError as trouble:
        raise _unwritable(folder, trouble) from None
    if not taken:
        return
    if not (folder / record.NAME).is_file():
        raise Complaint(
            f"{folder} is not empty, and no guide is in it.", "Name a folder of the guide's own with --out."
        )
    kept, files = content_of(folder)
    if foreign := sorted(files.keys() - kept.files.keys()):
        raise Complaint(
            f"{folder} holds files that are not the guide's: {_listed(foreign)}.",
            "Move them elsewhere, or name another folder with --out.",
        )
    if (edited := kept.edited(files)) and not force:
        raise Complaint(
            f"Edited by hand since the last build, and a new one would undo it: {_listed(edited)}.",
            "Build into another folder with --out, or say --force.",
        )


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a guide in the place of the one before, in one step. Raises :class:`Complaint`; then the old one stands.

    What stood there is deleted: ``claim`` has made sure that it is ours, file by file.
    """
    try:
        with _beside(folder) as place:
            new, old = Path(place) / "new", Path(place) / "old"
            for path, content in files.items():
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_bytes(content)
            if folder.exists():
                folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                if old.exists():
                    old.rename(folder)
                raise
    except OSError as trouble:
        raise _unwritable(folder, trouble) from None


def _beside(folder: Path) -> TemporaryDirectory[str]:
    """A place on the same disk, gone with all that is in it when it is left."""
    return TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.", ignore_cleanup_errors=True)


def _unwritable(folder: Path, trouble: OSError) -> Complaint:
    return Complaint(f"{folder} cannot be written: {trouble.strerror}.", "Name another folder with --out.")


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if sum(path.stat().st_size for path in paths) > BYTES_AT_MOST:
        raise Complaint(f"{folder} holds more than 256 MiB.", "This is no guide: name its folder.")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _listed(names: tuple[str, ...] | list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
