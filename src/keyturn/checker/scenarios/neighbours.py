"""The sandbox's people for a check: one account and one door for every story that shares a subject."""

from __future__ import annotations

from collections.abc import Mapping

from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Application
from keyturn.sandbox import Seed

ACCOUNTS = 96
_ACCOUNT = """
[[account]]
account_id = {account}
email = "visitor{number}@check.example"
password = "a-key-under-mat-{number}"
name = "Visitor {number}"

[[account.smartlock]]
type = 4
nuki_id = "{nuki_id:08X}"
name = "Front door {number}"
battery = 84
door_sensor = true
keypad = true
"""


def planted(application: Application, known: Mapping[str, str]) -> Seed:
    """The seed, with the application registered as the subject says. Raises the sandbox's ``SeedError``."""
    uris = [str(fill(uri, known)) for uri in application.redirect_uris]
    hook = fill(application.webhook_url, known)
    head = [
        'name = "check"',
        'api_token = "check-api-token-1b7c90e5d2a84f63"',
        "[application]",
        'name = "The subject"',
        f'client_id = "{known["client_id"]}"',
        'client_secret = "check-client-secret-4e1f8a6b2c9d7035"',
        "api_key_id = 4711",
        f"redirect_uris = {uris!r}",
        *([f'webhook_url = "{hook}"'] if hook else []),
        f"webhook_features = {list(application.features)!r}",
    ]
    people = (
        _ACCOUNT.format(account=55_500_001 + n, number=n + 1, nuki_id=0x1A2B3C00 + n) for n in range(ACCOUNTS)
    )
    return Seed.from_text("\n".join(head) + "\n" + "".join(people))
