"""``keyturn sandbox seed``, ``settings``, ``snapshot`` and ``reset``: the world as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from keyturn.cli import state as places
from keyturn.cli.command import Argument, Group
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first
from keyturn.cli.sandbox.link import DEMO, STATE, Output, State, Url, ask

seed = Group("The home the sandbox began with.")
settings = Group("How this Nuki behaves.")
snapshot = Group("The whole world in one file.")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "none": None}
File = Annotated[Path, Argument(metavar="FILE")]


@seed.verb("show")
def seed_show(url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Print the home, as a TOML file to begin your own with."""
    told = ask(url, state, "GET", "/seed")
    say_first(told) if output is Format.JSON else say(told["toml"].rstrip("\n"))


@seed.verb("load")
def seed_load(file: File, url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Put the home of a TOML file in the place of the world; tokens and registrations are gone."""
    told = ask(url, state, "PUT", "/seed", json={"toml": _text(file)})
    say_first(told) if output is Format.JSON else say(f"The world is the home of {file} now.")


@settings.verb("show")
def settings_show(url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Print every setting."""
    _show_settings(ask(url, state, "GET", "/settings"), output)


@settings.verb("set")
def settings_set(
    changes: Annotated[list[str], Argument(metavar="NAME=VALUE...")],
    url: Url = DEMO,
    state: State = STATE,
    output: Output = Format.TEXT,
) -> None:
    """Change settings, like strict=true access_token_seconds=60 testing_accounts_at_most=none."""
    _show_settings(ask(url, state, "PATCH", "/settings", json=dict(map(_pair, changes))), output)


@snapshot.verb("save")
def snapshot_save(file: File, url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Write the world into a file only you can read: it holds the simulation's secrets."""
    import msgspec

    document = ask(url, state, "GET", "/snapshot")
    try:
        places.write_private(file, msgspec.json.encode(document))
    except OSError as trouble:
        raise Complaint(f"{file} cannot be written: {trouble.strerror}.", "Name another file.") from None
    devices = len(document["state"]["devices"])
    if output is Format.JSON:
        say_first({"file": str(file), "devices": devices})
    else:
        say(f"The world, with {devices} devices, is kept in {file}.")


@snapshot.verb("load")
def snapshot_load(file: File, url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Put the world of a file in the place of the one that is."""
    told = ask(url, state, "PUT", "/snapshot", json=_text(file).encode())
    if output is Format.JSON:
        say_first(told)
    else:
        say(f"The world of {file} is back: {told['devices']} devices, {told['grants']} grants.")


def reset(url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Back to the home it began with: tokens, registrations and faults are gone."""
    told = ask(url, state, "POST", "/reset")
    say_first(told) if output is Format.JSON else say("The world is as it was at the start.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        why = trouble.strerror if isinstance(trouble, OSError) else "it is not text"
        raise Complaint(f"{file} cannot be read: {why}.", "Check the path.") from None


def _pair(change: str) -> tuple[str, Any]:
    name, equals, text = change.partition("=")
    if not equals or not name:
        raise Complaint(f"{change!r} is not a setting and its value.", "Write it like strict=true.")
    if text in _WORDS:
        return name, _WORDS[text]
    return name, int(text) if text.lstrip("-").isdigit() else text


def _show_settings(told: dict[str, Any], output: Format) -> None:
    if output is Format.JSON:
        say_first(told)
        return
    for name, value in told.items():
        say(f"{name} = {str(value).lower()}")
