"""Triage: one table over every error code, ours and the devices'. What it says stands in ``triage.toml``."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import resources

import msgspec

from keyturn.integration.errors import Blame

QUESTION = "question"
"""The code of a case behind which stands no error."""


class Deed(StrEnum):
    """What the desk can do."""

    SEND_CONNECT_LINK = "send_connect_link"
    READ_SMARTLOCKS = "read_smartlocks"
    READ_CODES = "read_codes"
    REPAIR_WEBHOOKS = "repair_webhooks"
    LOOK_INTO_LOG = "look_into_log"
    ASK_FOR_STEPS = "ask_for_steps"
    ASK_AT_THE_DOOR = "ask_at_the_door"
    ASK_BATTERIES = "ask_batteries"
    ASK_BRIDGE = "ask_bridge"
    ASK_ADMIN_PIN = "ask_admin_pin"
    ASK_SETTINGS = "ask_settings"
    ASK_UPDATE = "ask_update"
    ASK_SMART_HOSTING = "ask_smart_hosting"
    WAIT = "wait"
    HAND_OVER = "hand_over"


class Triage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``tell`` is for the customer, ``desk`` for whoever answers; both by language."""

    codes: tuple[str, ...]
    fault: Blame
    deeds: tuple[Deed, ...]
    tell: dict[str, str]
    desk: dict[str, str]


@cache
def table() -> dict[str, Triage]:
    """The groups, by name."""
    text = resources.files("keyturn.integration.support").joinpath("triage.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=dict[str, Triage])


@cache
def _by_code() -> dict[str, Triage]:
    return {code: group for group in table().values() for code in group.codes}


def triage(code: str) -> Triage:
    """What to make of an error; a code nobody has met is looked at like a device's own fault."""
    return _by_code().get(code) or table()["unclear"]
