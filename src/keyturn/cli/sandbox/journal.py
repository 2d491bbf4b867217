"""``keyturn sandbox journal`` and ``fidelity``: what has happened, and what is held to be true."""

from __future__ import annotations

from typing import Annotated, Any

from keyturn.cli.command import Option
from keyturn.cli.output import Format, say, say_first
from keyturn.cli.sandbox.link import DEMO, STATE, Output, State, Url, ask


def journal(
    after: Annotated[int, Option(metavar="N", help="Only entries numbered higher.")] = 0,
    limit: Annotated[int, Option(metavar="N", help="At most so many, 1000 at once.")] = 200,
    kind: Annotated[
        str | None, Option(metavar="KIND", help="Only one kind, like request, webhook, device, fault or token.")
    ] = None,
    url: Url = DEMO,
    state: State = STATE,
    output: Output = Format.TEXT,
) -> None:
    """Print what went in and out, oldest first, without secrets."""
    told = ask(url, state, "GET", "/journal", query={"after": after, "limit": limit, "kind": kind})
    if output is Format.JSON:
        say_first(told)
        return
    for entry in told["entries"]:
        say(f"{entry['sequence']:>6}  {entry['at']}  {entry['kind']:<8} {entry['subject']}{_more(entry)}")


def fidelity(
    output: Annotated[Format, Option("--format", help="For a person or a program.")] = Format.TEXT,
) -> None:
    """Print every rule the sandbox follows, with its source and how sure it is."""
    from keyturn.sandbox import fidelity as known

    if output is Format.JSON:
        rules = [
            {"room": room, "says": rule.says, "confidence": rule.confidence, "source": rule.source, "file": file}
            for room, rule, file in known.rules()
        ]
        say_first({"rules": rules})
    else:
        say(known.page().rstrip("\n"))


def _more(entry: dict[str, Any]) -> str:
    told = [f"{name} {entry[name]}" for name in ("event", "status", "credential") if entry.get(name) is not None]
    return f"  ({', '.join(told)})" if told else ""
