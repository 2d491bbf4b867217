"""``keyturn apply``: the application for the Advanced API, filed and kept in line with the manifest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.asking import ask
from keyturn.cli.journey.files import MANIFEST, understood, write
from keyturn.cli.journey.nuki import CA_FILE, URL, has_token, with_nuki
from keyturn.cli.output import say
from keyturn.nuki.endpoints import BASE_URL

if TYPE_CHECKING:
    from keyturn.client import NukiClient
    from keyturn.journey.application import Deed, Found
    from keyturn.journey.manifest import Manifest
    from keyturn.journey.progress import Progress


class Plan(NamedTuple):
    """What Nuki has, and what would be done there."""

    manifest: Manifest
    progress: Progress
    found: Found
    deeds: tuple[Deed, ...]


def apply(
    file: Annotated[Path, Option("--manifest", metavar="FILE", help="The manifest.")] = MANIFEST,
    client_id: Annotated[
        str, Option(metavar="ID", help="The API key meant; else the one named as the integration, or a new one.")
    ] = "",
    nuki_url: Annotated[str, Option(metavar="URL", envvar=URL, help="Where Nuki is.")] = BASE_URL,
    ca_file: Annotated[
        Path | None, Option(metavar="FILE", envvar=CA_FILE, help="Trust these authorities for it.")
    ] = None,
    secret_file: Annotated[
        Path | None, Option(metavar="FILE", help="Write the client secret there, sealed if the vault has keys.")
    ] = None,
    yes: Annotated[bool, Option("--yes/--no-yes", help="Send without asking.")] = False,
) -> None:
    """Apply for the Advanced API, and keep what Nuki has in line with keyturn.toml.

    Shows what would be done and asks before anything is sent: an API key with your redirect addresses, the
    application, changed webhooks, webhooks Nuki switched off. Then says where the application stands and what comes
    next. Your account's API token is read from KEYTURN_NUKI_API_TOKEN.
    """
    from keyturn.journey.steps import ENGLISH

    if not has_token():
        for line in _draft(ready(file)):
            say(line)
    plan = look(file, nuki_url, ca_file, client_id)
    for line in shown(plan):
        say(line)
    if plan.deeds and not yes and ask("Send this to Nuki? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise Complaint("Nothing was sent.")
    found = carry_out(plan, file, nuki_url, ca_file, lambda deed: say(f"Done: {deed}."))
    if secret_file:
        for line in hand_over(found, secret_file):
            say(line)
    say(f"Nuki shows {found.status}. {ENGLISH(f'next.{found.status}')}")


def ready(file: Path) -> Manifest:
    """The manifest, if nothing in it forbids to send it. Raises :class:`Complaint`."""
    from keyturn.journey import application, manifest

    with understood(file):
        declared = manifest.read(file)
        application.ready(declared)
    return declared


def look(file: Path, nuki_url: str, ca_file: Path | None, client_id: str = "") -> Plan:
    """Nothing is changed. Raises :class:`Complaint`."""
    from keyturn.journey import application, progress

    declared = ready(file)
    with understood(file):
        kept = progress.read(progress.beside(file))

        async def go(nuki: NukiClient) -> Found:
            return await application.look(nuki, declared, client_id or kept.client_id)

        found = with_nuki(nuki_url, ca_file, go)
    return Plan(declared, kept, found, application.planned(declared, found))


def shown(plan: Plan) -> Iterator[str]:
    """Everything that would be sent, line by line."""
    from keyturn.journey.application import Deed

    if Deed.APPLY in plan.deeds:
        yield from _draft(plan.manifest)
    yield from to_do(plan)


def to_do(plan: Plan) -> Iterator[str]:
    """What would be done, the application's own words left out."""
    from keyturn.journey import application, manifest

    declared, found, deeds = plan.manifest, plan.found, plan.deeds
    if unneeded := manifest.judged_scopes(declared)[1]:
        yield f"Nothing declared needs these scopes: {', '.join(unneeded)}."
    if stuck := application.fixed(declared, found):
        told = ", ".join(stuck)
        yield f"Changed since it was filed, and only Nuki can change it: {told}. Write to developer@nuki.io."
    yield "To be done at Nuki:" if deeds else "Nuki has what the manifest says; nothing has to be done."
    for deed in deeds:
        yield f"  - {deed}"
        if deed in (application.Deed.KEY, application.Deed.REDIRECTS):
            there = set(found.key.redirect_uris or ()) if found.key else set()
            ours = declared.oauth.redirect_uris
            for uri in ours:
                yield f"      {' ' if uri in there else '+'} {uri}"
            for uri in sorted(there - set(ours)):
                yield f"      - {uri}   (taken out: whoever is sent there can connect no longer)"
        if deed is application.Deed.LISTEN:
            yield f"      {declared.webhooks.url}  {' '.join(declared.webhooks.features)}"


def carry_out(plan: Plan, file: Path, nuki_url: str, ca_file: Path | None, done: Callable[[Deed], None]) -> Found:
    """Send it, and keep what was done and what Nuki shows then, also when it fails half way."""
    from keyturn.clock import SystemClock
    from keyturn.journey import application, progress

    clock, kept = SystemClock(), plan.progress

    def keep(found: Found, *what: str) -> None:
        nonlocal kept
        kept = progress.Progress(found.key.api_key or "" if found.key else "", kept.events)
        for each in (*what, "status"):
            kept = kept.after(clock.now(), each, found.status if each == "status" else "")
        write(progress.beside(file), progress.written(kept))

    async def go(nuki: NukiClient) -> Found:
        found = plan.found
        for deed in plan.deeds:
            found = await application.bring(nuki, plan.manifest, found, deed)
            keep(found, *(("applied",) if deed is application.Deed.APPLY else ()))
            done(deed)
        return found

    with understood(file):
        found = with_nuki(nuki_url, ca_file, go) if plan.deeds else plan.found
    keep(found)
    return found


def rows(declared: Manifest) -> Iterator[tuple[str, str]]:
    """The application, field by field."""
    import msgspec

    from keyturn.journey.application import drafted

    for name, value in msgspec.structs.asdict(drafted(declared)).items():
        yield name, " ".join(value) if isinstance(value, tuple) else str(value)


def _draft(declared: Manifest) -> Iterator[str]:
    yield "The application:"
    for name, told in rows(declared):
        yield f"  {name:<17} {told}".replace("\n", f"\n{'':20}").rstrip()


def hand_over(found: Found, file: Path) -> Iterator[str]:
    """Write the client secret, sealed where the vault has keys. Raises :class:`Complaint`."""
    from keyturn.cli.state import write_private
    from keyturn.integration.errors import OperatorError
    from keyturn.integration.grants.application import sealed
    from keyturn.integration.grants.keys import source_in
    from keyturn.integration.grants.vault import Vault

    if found.application is None or found.application.secret is None:
        raise Complaint(
            f"There is no client secret yet: Nuki shows {found.status}.",
            "It is told from TESTING on (see `status`).",
        )
    try:
        keys = source_in(os.environ)
        vault = Vault(keys) if keys else None
        told = found.application.secret
        file.parent.mkdir(parents=True, exist_ok=True)
        write_private(file, sealed(told, vault) if vault else told.reveal().encode())
    except OperatorError as wrong:
        raise Complaint(str(wrong), wrong.remedy) from None
    except OSError as trouble:
        raise Complaint(f"{file} cannot be written: {trouble.strerror}.", "Name another --secret-file.") from None
    how = (
        f"sealed by the vault's key {vault.sealing!r}"
        if vault
        else "in clear, because no KEYTURN_VAULT_KEYS are set"
    )
    yield f"The client secret is in {file}, for its owner only, {how}."
    yield f"Give it to the integration: KEYTURN_CLIENT_SECRET_FILE={file}"
