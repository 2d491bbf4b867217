"""The verbs, joined into one command."""

from __future__ import annotations

from typing import Annotated

import typer

from keyturn import __version__
from keyturn.cli import api_key, serve, vault
from keyturn.cli.demo import demo
from keyturn.cli.sandbox.app import app as sandbox

app = typer.Typer(
    name="keyturn",
    help="Become, and stay, an integrator of Nuki smart locks.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("demo", short_help="Sandbox and integration side by side, to try in the browser.")(demo)
app.add_typer(sandbox, name="sandbox")
app.command("serve", short_help="The integration, as a company runs it.")(serve.serve)
app.add_typer(vault.app, name="vault")
app.add_typer(api_key.app, name="api-key")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"keyturn {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Become, and stay, an integrator of Nuki smart locks.

    Begin with `keyturn demo`: it starts a Nuki of your own and an integration beside it, on this machine only.
    """
