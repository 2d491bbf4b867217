"""``keyturn sandbox fidelity``: what the sandbox holds to be true about Nuki, and how sure each rule is."""

from __future__ import annotations

from typing import Annotated

import typer

from keyturn.cli.output import Format, say, say_first


def fidelity(
    output: Annotated[Format, typer.Option("--format", help="With json, one JSON object.")] = Format.TEXT,
) -> None:
    """Print every rule the sandbox follows, with its source and whether it is documented, reported or guessed.

    An answer's own guesses show in its header X-Keyturn-Guessed once the setting mark_guesses is on.
    """
    from keyturn.sandbox import fidelity as known

    if output is Format.TEXT:
        say(known.page())
        return
    rules = [
        {"room": room, "rule": rule.says, "confidence": rule.confidence, "source": rule.source, "where": where}
        for room, rule, where in known.rules()
    ]
    say_first({"rules": rules})
