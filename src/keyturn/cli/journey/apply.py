"""``keyturn apply``: the application for the Advanced API, filed and kept in line with the manifest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from keyturn.cli.command import Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.asking import ask
from keyturn.cli.journey.files import MANIFEST, write
from keyturn.cli.journey.nuki import CA_FILE, URL, has_token, with_nuki
from keyturn.cli.output import say
from keyturn.nuki.endpoints import BASE_URL

if TYPE_CHECKING:
    from keyturn.client import NukiClient
    from keyturn.journey.application import Deed, Found
    from keyturn.journey.manifest import Manifest


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
    from keyturn.clock import SystemClock
    from keyturn.journey import application, manifest, progress
    from keyturn.journey.errors import ManifestWrong, NotNow
    from keyturn.journey.steps import ENGLISH

    try:
        declared = manifest.read(file)
        application.ready(declared)
        kept = progress.read(progress.beside(file))
        if not has_token():
            _show_draft(declared)

        async def go(nuki: NukiClient) -> tuple[Found, tuple[Deed, ...]]:
            found = await application.look(nuki, declared, client_id or kept.client_id)
            deeds = application.planned(declared, found)
            _show(declared, found, deeds)
            if deeds:
                _agreed(yes)
            for deed in deeds:
                found = await application.bring(nuki, declared, found, deed)
                say(f"Done: {deed}.")
            return found, deeds

        found, deeds = with_nuki(nuki_url, ca_file, go)
    except ManifestWrong as wrong:
        raise Complaint(f"{file} is not in order:", str(wrong)) from None
    except NotNow as trouble:
        raise Complaint(str(trouble), trouble.remedy) from None
    now = SystemClock().now()
    kept = progress.Progress(found.key.api_key or "" if found.key else "", kept.events)
    if application.Deed.APPLY in deeds:
        kept = kept.after(now, "applied")
    write(progress.beside(file), progress.written(kept.after(now, "status", found.status)))
    if secret_file:
        _hand_over(found, secret_file)
    say(f"Nuki shows {found.status}. {ENGLISH(f'next.{found.status}')}")


def _show(declared: Manifest, found: Found, deeds: tuple[Deed, ...]) -> None:
    from keyturn.journey import application, manifest

    if application.Deed.APPLY in deeds:
        _show_draft(declared)
    if unneeded := manifest.judged_scopes(declared)[1]:
        say(f"Nothing declared needs these scopes: {', '.join(unneeded)}.")
    if stuck := application.fixed(declared, found):
        say(
            f"Changed since it was filed, and only Nuki can change it: {', '.join(stuck)}. Write to developer@nuki.io."
        )
    say("To be done at Nuki:" if deeds else "Nuki has what the manifest says; nothing has to be done.")
    for deed in deeds:
        say(f"  - {deed}")
        if deed in (application.Deed.KEY, application.Deed.REDIRECTS):
            there = set(found.key.redirect_uris or ()) if found.key else set()
            ours = declared.oauth.redirect_uris
            for uri in ours:
                say(f"      {' ' if uri in there else '+'} {uri}")
            for uri in sorted(there - set(ours)):
                say(f"      - {uri}   (taken out: whoever is sent there can connect no longer)")
        if deed is application.Deed.LISTEN:
            say(f"      {declared.webhooks.url}  {' '.join(declared.webhooks.features)}")


def _show_draft(declared: Manifest) -> None:
    import msgspec

    from keyturn.journey.application import drafted

    say("The application:")
    for name, value in msgspec.structs.asdict(drafted(declared)).items():
        shown = " ".join(value) if isinstance(value, tuple) else str(value)
        say(f"  {name:<17} {shown}".replace("\n", f"\n{'':20}").rstrip())


def _agreed(yes: bool) -> None:
    if not yes and ask("Send this to Nuki? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise Complaint("Nothing was sent.")


def _hand_over(found: Found, file: Path) -> None:
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
    say(f"The client secret is in {file}, for its owner only, {how}.")
    say(f"Give it to the integration: KEYTURN_CLIENT_SECRET_FILE={file}")
