"""``keyturn sandbox device`` and ``trigger``: what stands there, and hands on it."""

from __future__ import annotations

from typing import Annotated, Any

from keyturn.cli.command import Argument, Group
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first
from keyturn.cli.sandbox.link import DEMO, STATE, Output, State, Url, ask

app = Group("The virtual devices.")
Named = Annotated[str, Argument(metavar="DEVICE", help="Its name or its smartlockId.")]


@app.verb("list")
def listing(url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Print every device of every account with its state."""
    devices = ask(url, state, "GET", "/devices")["devices"]
    if output is Format.JSON:
        say_first({"devices": devices})
        return
    for each in devices:
        say(f"{each['smartlockId']}  type {each['type']}  state {_state(each)}  {each['name']}")


@app.verb("show")
def show(device: Named, url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Print all the API would tell of a device."""
    found = find(device, url, state)
    if output is Format.JSON:
        say_first(found)
        return
    for name, value in _flat(found):
        say(f"{name} = {value}")


def trigger(
    device: Named,
    does: Annotated[str, Argument(metavar="DEED", help="Like open_door, turn_key_unlock, ring_bell.")],
    more: Annotated[
        list[str] | None, Argument(metavar="[NAME=VALUE]...", help="What the deed needs, like code=654321.")
    ] = None,
    url: Url = DEMO,
    state: State = STATE,
    output: Output = Format.TEXT,
) -> None:
    """Do at a door what a person does there: turn the key, open the door, ring."""
    found = find(device, url, state)
    deed: dict[str, Any] = {"does": does, **dict(map(_pair, more or ()))}
    told = ask(url, state, "POST", f"/devices/{found['smartlockId']}/person", json=deed)
    say_first(told) if output is Format.JSON else say(f"{found['name']}: {does.replace('_', ' ')}.")


def find(device: str, url: str, state: Any) -> dict[str, Any]:
    """A device by name or id. Raises :class:`Complaint` naming those there are."""
    devices: list[dict[str, Any]] = ask(url, state, "GET", "/devices")["devices"]
    for each in devices:
        if device in (each["name"], str(each["smartlockId"])):
            return each
    there = ", ".join(f"{each['name']} ({each['smartlockId']})" for each in devices) or "none"
    raise Complaint(f"There is no device {device!r}.", f"The devices are: {there}.")


def _state(device: dict[str, Any]) -> Any:
    return (device.get("state") or {}).get("state", "-")


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Complaint(f"{text!r} is not a name and its value.", "Write it like code=654321.")
    return name, int(value) if value.isdigit() else value


def _flat(value: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for name, inner in value.items():
        if isinstance(inner, dict):
            lines += _flat(inner, f"{before}{name}.")
        else:
            lines.append((f"{before}{name}", inner))
    return lines
