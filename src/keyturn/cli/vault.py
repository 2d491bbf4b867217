"""``keyturn vault``: keys for what the integration keeps sealed."""

from __future__ import annotations

import secrets

import typer

from keyturn.secrecy import Secret

app = typer.Typer(help="Keys for what the integration keeps sealed.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def root() -> None:
    """Keys for what the integration keeps sealed."""


@app.command("new-key")
def new_key() -> None:
    """Print one new key for KEYTURN_VAULT_KEYS.

    To rotate, put it in front of the keys in use, with a comma between: the first key seals, every key opens.
    Keep it as you keep a password; what it sealed cannot be read without it.
    """
    typer.echo(fresh_key().reveal())


def fresh_key() -> Secret:
    """``id:base64key``, the id unlike any other in the ring."""
    from keyturn.integration.grants.vault import new_key

    return new_key(f"k{secrets.token_hex(4)}")
