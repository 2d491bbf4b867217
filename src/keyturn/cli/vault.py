"""``keyturn vault``: keys for what the integration keeps sealed."""

from __future__ import annotations

import secrets

from keyturn.cli.command import Group
from keyturn.cli.output import say
from keyturn.secrecy import Secret

app = Group("Keys for what the integration keeps sealed.")


@app.verb("new-key")
def new_key() -> None:
    """Print one new key for KEYTURN_VAULT_KEYS.

    To rotate, put it in front of the keys in use, with a comma between: the first key seals, every key opens.
    Keep it as you keep a password; what it sealed cannot be read without it.
    """
    say(fresh_key().reveal())


def fresh_key() -> Secret:
    """``id:base64key``, the id unlike any other in the ring."""
    from keyturn.integration.grants.vault import new_key

    return new_key(f"k{secrets.token_hex(4)}")
