"""OAuth scopes (documented: S-20, P-API, P-WH; ``offline_access`` reported: X-events)."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """A permission a person grants to an application. Sent space-separated."""

    ACCOUNT = "account"
    NOTIFICATION = "notification"
    SMARTLOCK = "smartlock"
    SMARTLOCK_READ_ONLY = "smartlock.readOnly"
    SMARTLOCK_ACTION = "smartlock.action"
    SMARTLOCK_AUTH = "smartlock.auth"
    SMARTLOCK_CONFIG = "smartlock.config"
    SMARTLOCK_LOG = "smartlock.log"
    SMARTLOCK_CREATE = "smartlock.create"
    WEBHOOK_CENTRAL = "webhook.central"
    WEBHOOK_DECENTRAL = "webhook.decentral"
    OFFLINE_ACCESS = "offline_access"


IN_PLAIN_WORDS: dict[Scope, str] = {
    Scope.ACCOUNT: "See and change your Nuki Web account and its users",
    Scope.NOTIFICATION: "See and change notifications",
    Scope.SMARTLOCK: "See your devices and change their settings",
    Scope.SMARTLOCK_READ_ONLY: "See your devices and their state",
    Scope.SMARTLOCK_ACTION: "Operate your devices: lock, unlock, open",
    Scope.SMARTLOCK_AUTH: "See and change who may use your devices",
    Scope.SMARTLOCK_CONFIG: "Change the configuration of your devices",
    Scope.SMARTLOCK_LOG: "Read the activity log of your devices",
    Scope.SMARTLOCK_CREATE: "Add devices to your account",
    Scope.WEBHOOK_CENTRAL: "Be told at once what your devices do",
    Scope.WEBHOOK_DECENTRAL: "Be told at once what your devices do, at an address of this account's own",
    Scope.OFFLINE_ACCESS: "Stay connected while you are away",
}
"""Our words, for consent and account pages."""


def parse(text: str) -> tuple[str, ...]:
    """The scopes of a space-separated list, in order, each once. Unknown names are kept."""
    return tuple(dict.fromkeys(text.split()))
