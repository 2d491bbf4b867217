"""``keyturn sandbox fault``: the catalogue, arming and disarming."""

from __future__ import annotations

from typing import Annotated, Any

from keyturn.cli.command import Argument, Group, Option
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first
from keyturn.cli.sandbox.device import find
from keyturn.cli.sandbox.link import DEMO, STATE, Output, State, Url, ask

app = Group("Named misbehaviours.")
ALWAYS = "always"


@app.verb("list")
def listing(url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Print every fault there is, and which are armed."""
    told = ask(url, state, "GET", "/faults")
    if output is Format.JSON:
        say_first(told)
        return
    armed = {each["name"] for each in told["armed"]}
    for each in told["catalogue"]:
        say(f"{'*' if each['name'] in armed else ' '} {each['name']:<30} {each['says']}")


@app.verb("arm")
def arm(
    name: Annotated[str, Argument(metavar="NAME")],
    times: Annotated[str, Option(metavar="N", help=f"How often it strikes, or {ALWAYS}.")] = "1",
    device: Annotated[str | None, Option(metavar="DEVICE", help="Only this one: name or id.")] = None,
    account: Annotated[int | None, Option(metavar="ID", help="Only this account.")] = None,
    operation: Annotated[
        str | None, Option(metavar="NAME", help="Only this operation, like GetSmartlocks, or token.")
    ] = None,
    webhook: Annotated[str | None, Option(metavar="KIND", help="A feature, a type, confirmations or any.")] = None,
    seconds: Annotated[float | None, Option(metavar="N", help="In the place of the fault's delay.")] = None,
    chance: Annotated[float, Option(metavar="P", help="How likely it strikes, from 0 to 1.")] = 1.0,
    dice: Annotated[str, Option(metavar="TEXT", help="The same text throws the same dice.")] = "",
    url: Url = DEMO,
    state: State = STATE,
    output: Output = Format.TEXT,
) -> None:
    """Let a fault lie in wait."""
    if times != ALWAYS and not times.isdigit():
        raise Complaint(f"--times is {times!r}.", f"Give a number from 1 on, or {ALWAYS}.")
    asked: dict[str, Any] = {
        "name": name,
        "times": None if times == ALWAYS else int(times),
        "smartlock_id": find(device, url, state)["smartlockId"] if device else None,
        "account_id": account,
        "operation": operation,
        "webhook": webhook,
        "seconds": seconds,
        "chance": chance,
        "seed": dice,
    }
    told = ask(url, state, "POST", "/faults", json=asked)
    say_first(told) if output is Format.JSON else say(f"{name} is armed.")


@app.verb("disarm")
def disarm(
    name: Annotated[str | None, Argument(metavar="[NAME]", help="Without it, all of them.")] = None,
    url: Url = DEMO,
    state: State = STATE,
    output: Output = Format.TEXT,
) -> None:
    """Take faults back."""
    told = ask(url, state, "DELETE", "/faults", json={"name": name})
    say_first(told) if output is Format.JSON else say(f"{told['disarmed']} taken back.")
