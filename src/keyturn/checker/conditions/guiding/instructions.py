"""The customers' instructions. Serves: current-docs."""

from __future__ import annotations

from keyturn.checker.conditions.address import parts
from keyturn.checker.conditions.condition import Condition, Seen, asks, condition, fails, holds, not_there
from keyturn.checker.conditions.guiding.prose import ACTIONS, DEVICES, NEGATIVE, TOPICS, links, prose, sentences
from keyturn.checker.conditions.guiding.support import stood
from keyturn.checker.evidence import Evidence
from keyturn.checker.visitor.page import read
from keyturn.nuki.codes import DeviceType
from keyturn.nuki.scopes import Scope

POINT = "current-docs"
READS = ("visitor_reads_the_help",)


def text_of(evidence: Evidence) -> str | None:
    """What the help says, if it was shown."""
    shown = stood(evidence, "help")
    return prose(shown) if shown is not None and shown.status < 400 else None


def promised(text: str) -> str:
    """The sentences that do not say what there is not."""
    return " ".join(one for one in sentences(text) if not NEGATIVE.search(one))


def family(kind: int) -> str:
    """A type of device by its name in the words: all generations of smart locks are one."""
    name = DeviceType(kind).name.lower()
    return next((one for one in ("opener", "box", "door") if one in name), "lock").replace("door", "smartdoor").replace(
        "lock", "smartlock")  # fmt: skip


@condition(
    point=POINT, scenario=READS, standards=("WCAG 3.2.6",),
    expectation="A link on the first page leads to the help.",
    mend="Link the help where people begin to connect.",
)  # fmt: skip
def help_reachable_from_home(evidence: Evidence) -> Seen:
    """Nobody reads what nobody finds."""
    home, shown = stood(evidence, "home"), stood(evidence, "help")
    if home is None or shown is None:
        return fails("The first page or the help was not shown.")
    wanted = {parts(shown.url).path, parts(evidence.offers.help).path} - {"", parts(home.url).path}
    there = {parts(one).path for one in links(home)}
    return holds("There is a link.") if wanted & there else fails(f"No link leads to {sorted(wanted)}.")


@condition(
    point=POINT, scenario=READS,
    expectation="The help is shown to whoever is not connected.",
    mend="Take the help out of what needs a login.",
)  # fmt: skip
def help_reachable_without_login(evidence: Evidence) -> Seen:
    """It says how to connect."""
    shown = stood(evidence, "help")
    if shown is None:
        return fails("No page came.")
    return holds("It was shown.") if shown.status < 400 else fails(f"It was answered {shown.status}.")


def _covers(evidence: Evidence, topic: str) -> Seen:
    text = text_of(evidence)
    if text is None:
        return not_there("The help was not shown.")
    found = TOPICS[topic].search(text)
    return holds(f"It speaks of {found[0]!r}.") if found else fails(f"Nothing in it is about {topic}.")


@condition(
    point=POINT, scenario=READS,
    expectation="The help says how to connect with Nuki.",
    mend="Tell the steps: press the button, log in at Nuki, choose the doors, allow.",
)  # fmt: skip
def help_covers_connecting(evidence: Evidence) -> Seen:
    """The checklist asks for this first."""
    return _covers(evidence, "connecting")


@condition(
    point=POINT, scenario=READS,
    expectation="The help says how to connect again after the connection was lost.",
    mend="Tell what it looks like when the connection has ended, and how to connect again.",
)  # fmt: skip
def help_covers_reconnecting(evidence: Evidence) -> Seen:
    """It happens to everybody at some time."""
    return _covers(evidence, "reconnecting")


@condition(
    point=POINT, scenario=READS,
    expectation="The help says how to disconnect.",
    mend="Tell how to disconnect, here and at Nuki Web, and what happens to the data.",
)  # fmt: skip
def help_covers_disconnecting(evidence: Evidence) -> Seen:
    """Whoever gave access wants to know how to take it back."""
    return _covers(evidence, "disconnecting")


@condition(
    point=POINT, scenario=READS, standards=("WCAG 3.3.5",),
    expectation="The help says what to do when something does not work.",
    mend="Tell what the usual errors mean and what to do, and where the support is.",
)  # fmt: skip
def help_covers_problems(evidence: Evidence) -> Seen:
    """That is when it is read."""
    return _covers(evidence, "problems")


@condition(
    point=POINT, scenario=READS,
    expectation="The help names the devices that are supported, and no others.",
    mend="Bring the help and the devices the integration supports into agreement.",
)  # fmt: skip
def help_agrees_with_devices(evidence: Evidence) -> Seen:
    """Whoever has bought an Opener because of it will not be calm."""
    text = text_of(evidence)
    if text is None:
        return not_there("The help was not shown.")
    has = {family(kind) for kind in evidence.offers.devices}
    names = {name for name, word in DEVICES.items() if word.search(promised(text))}
    if strange := sorted(names - has):
        return fails(f"It names a {strange[0]}, which is not among the devices declared.")
    if missing := sorted(has - names):
        return asks(f"It names no {missing[0]}, by the words known here: does it say that this works?")
    return holds(f"It names {', '.join(sorted(names))}.")


@condition(
    point=POINT, scenario=READS,
    expectation="The help names each permission that is asked for, and no other.",
    mend="List the scopes you ask for, and say in a few words what each is for.",
)  # fmt: skip
def help_agrees_with_scopes(evidence: Evidence) -> Seen:
    """Nuki's page shows them, and people wonder."""
    text = text_of(evidence)
    if text is None:
        return not_there("The help was not shown.")
    asked = set(evidence.offers.scopes) - {"account", "offline_access"}
    named = {scope for scope in Scope if "." in scope and scope in text}
    if not named:
        return asks(
            f"It names no permission as Nuki writes it: does it say what these are for: {', '.join(sorted(asked))}?"
        )
    if wrong := sorted(named - asked):
        return fails(f"It names {wrong[0]}, which is not asked for.")
    missing = sorted(scope for scope in asked - named if "." in scope)
    return fails(f"{missing[0]} is asked for and not named.") if missing else holds("Each is named.")


@condition(
    point=POINT, scenario=READS,
    expectation="The help names what can be done with a door, and nothing that cannot.",
    mend="Bring the help and the buttons into agreement.",
)  # fmt: skip
def help_agrees_with_actions(evidence: Evidence) -> Seen:
    """A button nobody explained is not pressed, and one that is not there is looked for."""
    shown, text = stood(evidence, "help"), text_of(evidence)
    if shown is None or text is None:
        return not_there("The help was not shown.")
    for item in read(shown.body).all("li"):
        if any(scope in item.text for scope in Scope if "." in scope):
            text = text.replace(item.text, " ")  # what a permission allows is not yet a button
    known = set(evidence.offers.actions) & ACTIONS.keys()
    named = {name for name, word in ACTIONS.items() if word.search(promised(text))}
    if not evidence.offers.actions:
        return not_there("No action is declared.")
    if missing := sorted(known - named):
        return fails(f"It says nothing of {missing[0]}.")
    if strange := sorted(named - known):
        return fails(f"It speaks of {strange[0]}, which is not among the actions declared.")
    return holds(f"It names {', '.join(sorted(known))}.")


@condition(
    point=POINT, scenario=("visitor_looks_around",), standards=("WCAG 3.1.5",),
    expectation="The instructions are easily understood and agree with what is on the screen today.",
    mend="Have somebody who does not know the product connect by them; correct them with each release.",
)  # fmt: skip
def help_is_easily_understood(evidence: Evidence) -> Seen:
    """Words can be counted, not understood."""
    return asks("Where do customers find the instructions, and does somebody new succeed by them?")


CONDITIONS: tuple[Condition, ...] = (
    help_reachable_from_home,
    help_reachable_without_login,
    help_covers_connecting,
    help_covers_reconnecting,
    help_covers_disconnecting,
    help_covers_problems,
    help_agrees_with_devices,
    help_agrees_with_scopes,
    help_agrees_with_actions,
    help_is_easily_understood,
)
