"""The application for the Advanced API: drafted from the manifest, compared with what Nuki has, and brought in line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from keyturn.client import NukiClient, errors
from keyturn.client.api.advanced import Application
from keyturn.journey import offer
from keyturn.journey.errors import NotNow
from keyturn.journey.manifest import Manifest, judged_scopes, placeholders
from keyturn.nuki.models.api_key import AdvancedApply, ApiKey, KeyStatus

SECRET_ONLY = "ONLY_SECRET"  # noqa: S105  # a type of application
CHANGEABLE = ("webhook_url", "webhook_features")


@dataclass(frozen=True)
class Found:
    """What Nuki has: the API key, if there is one, and the application filed with it."""

    key: ApiKey | None = None
    application: Application | None = None

    @property
    def status(self) -> KeyStatus:
        """INACTIVE where nobody applied."""
        return self.application.status if self.application else KeyStatus.INACTIVE


class Deed(StrEnum):
    """What may have to be done at Nuki, in this order."""

    KEY = "make an API key"
    REDIRECTS = "register the redirect addresses"
    APPLY = "file the application"
    LISTEN = "change where central webhooks go"
    REACTIVATE = "switch webhooks on again"


def ready(manifest: Manifest) -> None:
    """Raises :class:`NotNow` while there is something that must not be sent."""
    if left := placeholders(manifest):
        raise NotNow(f"These still hold placeholders: {', '.join(left)}.", "Write what is true in keyturn.toml.")
    missing, _ = judged_scopes(manifest)
    if missing:
        told = ", ".join(f"{scope} (for {why})" for scope, why in missing.items())
        raise NotNow(f"Scopes are missing: {told}.", "Add them to [oauth.scopes], or take the action out.")
    if manifest.integration.type != SECRET_ONLY and not manifest.webhooks.url.startswith("https://"):
        raise NotNow(
            "webhooks.url is empty, and Nuki's application asks for a central webhook address in any case.",
            "Write the https address at which the integration takes webhooks.",
        )


def drafted(manifest: Manifest) -> AdvancedApply:
    """The application. Nuki asks for detail and the target market, so the description has both (documented: D-int)."""
    told, company = manifest.integration, manifest.company
    lines = (
        f"{told.name}: {told.description}",
        f"Target market: {', '.join(company.market)}.",
        f"Devices: {', '.join(offer.DEVICES[name] for name in told.devices)}.",
        f"Accessories: {', '.join(offer.ACCESSORIES[name] for name in told.accessories) or 'none'}.",
        f"Actions: {'; '.join(offer.ACTIONS[name].words for name in told.actions)}.",
        f"Scopes: {'; '.join(f'{scope} ({reason})' for scope, reason in manifest.oauth.scopes.items())}.",
    )
    secret_only = told.type == SECRET_ONLY
    return AdvancedApply(
        name=company.name,
        country=company.country,
        description="\n".join(lines),
        type=told.type,
        url=manifest.urls.site,
        email=company.email,
        webhook_url="" if secret_only else manifest.webhooks.url,
        webhook_features=() if secret_only else manifest.webhooks.features,
        restricted=False,
    )


def planned(manifest: Manifest, found: Found) -> tuple[Deed, ...]:
    """What has to be done so that Nuki has what the manifest says; nothing, when it has. Pure."""
    return tuple(_differences(manifest, found))


def _differences(manifest: Manifest, found: Found) -> Iterator[Deed]:
    if found.key is None:
        yield Deed.KEY
    elif set(found.key.redirect_uris or ()) != set(manifest.oauth.redirect_uris):
        yield Deed.REDIRECTS
    if found.application is None or found.status is KeyStatus.INACTIVE:
        yield Deed.APPLY
        return
    draft, filed = drafted(manifest), found.application.filed
    if draft.webhook_url != filed.webhook_url or set(draft.webhook_features) != set(filed.webhook_features):
        yield Deed.LISTEN
    if not found.application.webhooks_on:
        yield Deed.REACTIVATE


def fixed(manifest: Manifest, found: Found) -> tuple[str, ...]:
    """What differs and cannot be changed by the API any more, by its name in the application. Pure."""
    if found.application is None or found.status is KeyStatus.INACTIVE:
        return ()
    ours, filed = (msgspec.structs.asdict(each) for each in (drafted(manifest), found.application.filed))
    return tuple(name for name in ours if name not in (*CHANGEABLE, "restricted") and ours[name] != filed[name])


async def look(nuki: NukiClient, manifest: Manifest, client_id: str = "") -> Found:
    """Read the key and its application. ``client_id`` says which key; else it is named as the integration is.

    Raises :class:`NotNow` when it is not clear which key is meant, and the client's errors.
    """
    key = _meant(await nuki.api_keys.list(), manifest, client_id)
    if key is None:
        return Found()
    try:
        return Found(key, await nuki.advanced.get(key.api_key_id))
    except errors.NotFound:
        return Found(key)


async def bring(nuki: NukiClient, manifest: Manifest, found: Found, deed: Deed) -> Found:
    """Do one deed; what Nuki has afterwards is read, not believed. Raises the client's errors."""
    if deed is Deed.KEY:
        return Found(await nuki.api_keys.create(manifest.integration.name, manifest.oauth.redirect_uris))
    assert found.key is not None
    number, draft = found.key.api_key_id, drafted(manifest)
    match deed:
        case Deed.REDIRECTS:
            await nuki.api_keys.redirect_to(number, manifest.oauth.redirect_uris)
        case Deed.APPLY:
            await nuki.advanced.apply(number, draft)
        case Deed.LISTEN:
            await nuki.advanced.listen(number, draft.webhook_url, draft.webhook_features)
        case Deed.REACTIVATE:
            await nuki.advanced.reactivate(number)
    return await look(nuki, manifest, found.key.api_key or "")


def _meant(keys: tuple[ApiKey, ...], manifest: Manifest, client_id: str) -> ApiKey | None:
    listed = ", ".join(f"{key.api_key} ({key.description or 'unnamed'})" for key in keys) or "none"
    if client_id:
        for key in keys:
            if key.api_key == client_id:
                return key
        raise NotNow(f"The account has no API key {client_id!r}.", f"It has: {listed}.")
    named = [key for key in keys if key.description == manifest.integration.name]
    if len(named) > 1:
        raise NotNow(f"Several API keys are called {manifest.integration.name!r}.", "Say --client-id ID.")
    return named[0] if named else None
