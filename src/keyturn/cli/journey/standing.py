"""Everything there is to know about where one stands, gathered for ``status`` and ``release``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from keyturn.cli.journey.files import understood, write
from keyturn.cli.journey.nuki import has_token, with_nuki
from keyturn.cli.journey.running import FACTS

if TYPE_CHECKING:
    from keyturn.client import NukiClient
    from keyturn.journey.application import Found
    from keyturn.journey.form import Form
    from keyturn.journey.manifest import Manifest
    from keyturn.journey.progress import Progress
    from keyturn.journey.seen import Checked
    from keyturn.journey.steps import Nuki


class Known(NamedTuple):
    """In the order in which :func:`keyturn.journey.steps.way` takes it."""

    manifest: Manifest
    nuki: Nuki
    checked: Checked | None
    form: Form
    progress: Progress


def known(file: Path, report: Path, nuki_url: str, ca_file: Path | None) -> Known:
    """Read all of it; what Nuki shows is kept. Raises :class:`Complaint`."""
    from keyturn.clock import SystemClock
    from keyturn.journey import manifest, progress, seen
    from keyturn.journey.form import filled
    from keyturn.journey.running import facts

    with understood(file):
        declared = manifest.read(file)
        kept = progress.read(progress.beside(file))
        checked, used = seen.read(report), facts.read(FACTS)
        told = _asked(declared, kept, nuki_url, ca_file)
    if told.status:
        after = kept.after(SystemClock().now(), "status", told.status)
        if after != kept:
            write(progress.beside(file), progress.written(after))
        kept = after
    return Known(declared, told, checked, filled(declared, checked, kept.client_id, used), kept)


def _asked(declared: Manifest, kept: Progress, nuki_url: str, ca_file: Path | None) -> Nuki:
    from keyturn.client import errors
    from keyturn.journey import application
    from keyturn.journey.steps import Nuki

    if not has_token():
        return Nuki(skipped="no-token")

    async def go(nuki: NukiClient) -> tuple[Found, tuple[int, ...] | None]:
        found = await application.look(nuki, declared, kept.client_id)
        try:
            return found, tuple(one.type for one in await nuki.smartlocks.list())
        except (errors.Forbidden, errors.Unauthorized):
            return found, None

    found, devices = with_nuki(nuki_url, ca_file, go)
    deeds = application.planned(declared, found)
    return Nuki(
        status=found.status, pending=deeds, devices=devices, skipped="" if devices is not None else "no-permission"
    )
