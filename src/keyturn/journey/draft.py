"""A first manifest from few answers: every scope follows from an action, every address from the site's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from keyturn.journey import offer
from keyturn.journey.errors import ManifestWrong
from keyturn.journey.manifest import PLACEHOLDER, host_of, parsed
from keyturn.nuki.models.api_key import ApplicationType
from keyturn.nuki.scopes import Scope

REASONS: dict[str, str] = {
    Scope.SMARTLOCK_READ_ONLY: "shows your doors, and whether they are locked",
    Scope.SMARTLOCK_ACTION: "moves the door when you ask for it",
    Scope.SMARTLOCK_AUTH: "makes and removes access for the people you name",
    Scope.SMARTLOCK_CONFIG: "changes the settings you change with us",
    Scope.SMARTLOCK_LOG: "shows who came in, and when",
    Scope.ACCOUNT: "knows the people you invite by their name",
    Scope.WEBHOOK_CENTRAL: "tells us whether the door really moved",
    Scope.WEBHOOK_DECENTRAL: "tells us whether the door really moved",
}
"""What a customer gets for a scope, in words to begin with."""


@dataclass(frozen=True)
class Answers:
    """What `keyturn init` asks. The defaults make a manifest without a flaw, and not one to send."""

    company: str = PLACEHOLDER.capitalize()
    country: str = "AT"
    type: str = "SMART_HOME"
    devices: tuple[str, ...] = ("smart_lock",)
    actions: tuple[str, ...] = ("read", "lock", "unlock")
    site: str = f"https://{PLACEHOLDER}.example"
    description: str = (
        f"{PLACEHOLDER.capitalize()}: say here who your customers are, in which countries they live, how many doors "
        "you expect in the first year, and what people do with their doors in your product, step by step."
    )


@dataclass(frozen=True)
class Question:
    """``field`` of the answers, asked in ``words``; ``known`` are the values there are, if there is a list."""

    field: str
    words: str
    known: tuple[str, ...] = ()


QUESTIONS = (
    Question("company", "Name of the company"),
    Question("country", "Country of its head office, two letters"),
    Question("type", "Kind of integration", get_args(ApplicationType)),
    Question("devices", "Devices, with commas", tuple(offer.DEVICES)),
    Question("actions", "What it does, with commas", tuple(offer.ACTIONS)),
    Question("site", "Its public web site"),
    Question("description", "What customers do with it, and who they are (25 words or more)"),
)


def asked(start: Answers, ask: Callable[[str], str], say: Callable[[str], None]) -> Answers:
    """Put every question; nothing said keeps what stands, and what is wrong is said and asked again."""
    answers = start
    for question in QUESTIONS:
        if question.known:
            say(f"  Known are: {', '.join(question.known)}.")
        while said := ask(f"{question.words} [{shown(getattr(answers, question.field))}]: ").strip():
            tried = answered(answers, question.field, said)
            try:
                parsed(written(tried))
            except ManifestWrong as wrong:
                say(f"  {wrong.flaws[0].what}. {wrong.flaws[0].mend}")
            else:
                answers = tried
                break
    return answers


def answered(answers: Answers, field: str, said: str) -> Answers:
    """With one answer in place of another."""
    value: Any = said
    if isinstance(getattr(answers, field), tuple):
        value = tuple(name.strip() for name in said.split(",") if name.strip())
    return replace(answers, **{field: value})


def shown(answer: str | tuple[str, ...]) -> str:
    """An answer as a person would write it, not too long."""
    text = answer if isinstance(answer, str) else ", ".join(answer)
    return text if len(text) <= 60 else f"{text[:57]}..."


def written(answers: Answers) -> str:
    """The manifest as a text with comments. It has a flaw only where an answer has one."""
    return "\n".join(_lines(answers)) + "\n"


def _lines(told: Answers) -> Iterator[str]:
    site, host = told.site.rstrip("/"), host_of(told.site).removeprefix("www.")
    accessories = {offer.ACTIONS[name].accessory for name in told.actions if name in offer.ACTIONS}
    known = tuple(name for name in told.actions if name in offer.ACTIONS)
    mode = "decentral" if set(known) & offer.MOVES or "codes" in known else "none"
    yield "# What is declared about the integration. Read by `keyturn apply`, `status`, `form` and `release`."
    yield f"# Wherever {PLACEHOLDER!r} stands, write what is true: nothing is sent before that."
    yield ""
    yield "[company]"
    yield f"name = {quoted(told.company)}"
    yield f"country = {quoted(told.country)}  # of the head office"
    yield f"market = [{quoted(told.country)}]  # countries whose customers are meant"
    yield f"email = {quoted(f'integrations@{host}')}  # must be read: Nuki warns there about webhooks"
    yield f"support = {quoted(f'help@{host}')}  # where customers get help first"
    yield ""
    yield "[integration]"
    yield f"name = {quoted(f'{told.company} Doors')}"
    yield f"type = {quoted(told.type)}  # {', '.join(get_args(ApplicationType))}"
    yield f"short = {quoted(f'Open and watch your door with {told.company}.')}  # one sentence, for a listing"
    yield "# Who the customers are, where, and what they do with doors: Nuki asks for as much detail as possible."
    yield f"description = {quoted(told.description)}"
    yield f"devices = {listed(told.devices)}  # {', '.join(offer.DEVICES)}"
    yield f"accessories = {listed(sorted(each for each in accessories if each))}  # {', '.join(offer.ACCESSORIES)}"
    yield f"actions = {listed(told.actions)}"
    yield from (f"#   {name}: {deed.words}" for name, deed in offer.ACTIONS.items())
    yield ""
    yield "[urls]  # public pages"
    yield f"site = {quoted(site)}"
    yield from (f"{key} = {quoted(f'{site}/{key}')}" for key in ("help", "support", "privacy"))
    yield ""
    yield "[oauth]"
    yield f"redirect_uris = [{quoted(f'{site}/connect/callback')}]  # https, exactly as the integration sends them"
    yield ""
    yield "[oauth.scopes]  # each with the reason a customer reads; these follow from the actions above"
    for scope in offer.missing(known, mode, frozenset()):
        yield f"{quoted(str(scope))} = {quoted(REASONS[scope])}"
    yield ""
    yield "[webhooks]"
    yield f"mode = {quoted(mode)}  # central: one address for all customers; decentral: one per account; none"
    yield f"url = {quoted(f'{site}/webhooks/nuki')}  # of central webhooks; the application asks for one in any case"
    yield "features = []  # of central webhooks: DEVICE_STATUS, DEVICE_LOGS, DEVICE_AUTHS, ..."
    yield ""
    yield "# How the integration is shown to others: `keyturn showcase`."
    yield "# [showcase]"
    yield '# logo = "logo.svg"  # beside this file'
    yield ""
    yield "# Differences between what stands above and what a check saw, each with its reason:"
    yield "# [explained]"
    yield '# "scopes.smartlock.log" = "Asked for by the page we add in spring."'


def quoted(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's. DEL, which JSON leaves alone, goes; what may end a line is escaped."""
    text = json.dumps(value.replace("\x7f", ""), ensure_ascii=False)
    return re.sub("[\x80-\x9f\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def listed(values: tuple[str, ...] | list[str]) -> str:
    """A TOML list of strings, on one line."""
    return f"[{', '.join(map(quoted, values))}]"
