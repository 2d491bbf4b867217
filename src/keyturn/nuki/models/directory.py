"""Companies, notifications, intercoms and partner services (documented: S-25; services: guessed)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from keyturn.nuki.models.fields import Instant, Int32


class _Body(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    pass


class Company(_Body, frozen=True):
    """A company."""

    name: str | None = None
    email: str | None = None


class NotificationSetting(_Body, frozen=True):
    """What to tell about one device, or about all when ``smartlock_id`` is missing."""

    trigger_events: tuple[str, ...]
    smartlock_id: Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | None = None
    auth_ids: tuple[str, ...] | None = None


class Notification(_Body, frozen=True):
    """``os``: 0 Android, 1 iOS, 2 webhook; ``status``: 0 new, 1 active, 2 failed.

    ``secret`` (40 hex digits) signs the messages of a webhook.
    """

    push_id: Annotated[str, Meta(min_length=1)]
    os: Annotated[int, Meta(ge=0, le=2)]
    settings: tuple[NotificationSetting, ...]
    notification_id: str | None = None
    reference_id: str | None = None
    secret: str | None = None
    language: str | None = None
    status: Int32 | None = None
    last_active_date: Instant | None = None

    def __repr__(self) -> str:
        return f"Notification({self.notification_id}, os={self.os}, …)"


class IntercomBrand(_Body, frozen=True):
    """A maker of intercoms."""

    brand_id: Int32
    brand: str


class IntercomModel(_Body, frozen=True):
    """An intercom. ``verified``: 1 works, 2 may work, 3 does not; the ``con_…`` fields name terminals."""

    intercom_id: Int32
    brand_id: Int32
    type: Int32
    model: str
    verified: Int32
    con_gnd_bus: str
    con_bus_audio: str
    con_audioout: str
    con_doorbell_plus: str
    con_doorbell_minus: str
    con_opendoor: str
    con_gnd_analogue: str
    bus_mode_switch: Int32
    bus_mode_switch_short_circuit_duration: Int32
    creation_date: Instant | None = None
    update_date: Instant | None = None


class Service(_Body, frozen=True):
    """A partner's booking service. The description's fields are its web framework's; id and name are guessed."""

    service_id: str
    name: str
    enabled: bool
    started: bool
    stopped: bool
