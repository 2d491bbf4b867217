"""A verb is a function: its annotations say what a person may write after it.

Built on the standard library's ``argparse``, because a sandbox has to answer before a richer library has loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from keyturn.cli.complaint import Complaint
from keyturn.cli.output import say

if TYPE_CHECKING:
    from argparse import ArgumentParser

F = TypeVar("F", bound=Callable[..., None])
HELP = ("--help", "-h")


@dataclass(frozen=True)
class Option:
    """``--name VALUE``, called as its parameter unless ``flag`` says otherwise. A bool gives a switch both ways."""

    flag: str = ""
    metavar: str | None = None
    help: str = ""
    envvar: str | None = None


@dataclass(frozen=True)
class Argument:
    """What stands at its place, without a name."""

    metavar: str | None = None
    help: str = ""


@dataclass(frozen=True)
class Ended(Exception):
    """A verb's way to end with a code other than 0 after it has said all it has to say."""

    exit_code: int


class Group:
    """Verbs under one name, and groups of them."""

    def __init__(self, help: str, more: str = "", version: str = "") -> None:  # noqa: A002
        self.help, self._more, self._version = help, more, version
        self._members: dict[str, tuple[str, Group | Callable[..., None]]] = {}

    def verb(self, name: str, short: str = "") -> Callable[[F], F]:
        """Join a function under ``name``; ``short`` takes the place of its first sentence in the list of verbs."""

        def join(function: F) -> F:
            self._members[name] = (short or (function.__doc__ or "").split("\n\n")[0], function)
            return function

        return join

    def add(self, name: str, group: Group) -> None:
        """Join a group under ``name``."""
        self._members[name] = (group.help, group)

    def __call__(self, words: Sequence[str] | None = None, called: str = "keyturn") -> None:
        """Do what the words say. Raises :class:`Complaint` for words that say nothing."""
        first, *rest = (sys.argv[1:] if words is None else words) or ("",)
        if first in ("", *HELP):
            say(self._page(called))
            if not first:
                raise Ended(2)
        elif first == "--version" and self._version:
            say(self._version)
        else:
            member = self._member(first, called)
            named = f"{called} {first}"
            member(rest, named) if isinstance(member, Group) else _do(member, rest, named)

    def _member(self, name: str, called: str) -> Group | Callable[..., None]:
        if name in self._members:
            return self._members[name][1]
        kind = "option" if name.startswith("-") else "command"
        raise Complaint(
            f"{called!r} has no {kind} {name!r}.",
            f"{_near(name, self._members)}The commands are: {', '.join(self._members)}. See `{called} --help`.",
        )

    def _page(self, called: str) -> str:
        width = max(map(len, self._members))
        lines = [f"Usage: {called} COMMAND …", "", f"  {self.help}"]
        lines += ["", *(f"  {line}" for line in self._more.splitlines())] if self._more else []
        lines += ["", "Commands:"]
        lines += [f"  {name:<{width}}  {' '.join(short.split())}" for name, (short, _) in self._members.items()]
        return "\n".join([*lines, "", f"`{called} COMMAND --help` tells more."])


def _near(word: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, known, n=1)
    return f"Do you mean {near[0]}? " if near else ""


def _do(function: Callable[..., None], words: Sequence[str], called: str) -> None:
    function(**vars(_parser(function, called).parse_intermixed_args(list(words))))


def _parser(function: Callable[..., None], called: str) -> ArgumentParser:
    import inspect
    from argparse import ArgumentParser, RawDescriptionHelpFormatter

    class Parser(ArgumentParser):
        def error(self, message: str) -> Any:
            _, unknown, words = message.partition("unrecognized arguments: ")
            meant = _near(words.split()[0], self._option_string_actions) if unknown else ""
            raise Complaint(f"{message[:1].upper()}{message[1:]}.", f"{meant}See `{called} --help`.")

    parser = Parser(
        prog=called,
        description=inspect.cleandoc(function.__doc__ or ""),
        formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, max_help_position=32, width=110),
        allow_abbrev=False,
    )
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        _add(parser, parameter.name, parameter.annotation, parameter.default)
    return parser


def _add(parser: ArgumentParser, name: str, annotation: Any, default: Any) -> None:
    import inspect
    from argparse import BooleanOptionalAction

    told: Option | Argument = annotation.__metadata__[0]
    many, kind = _kind(annotation.__origin__)
    required = default is inspect.Parameter.empty
    asked: dict[str, Any] = {"help": told.help.replace("%", "%%"), "metavar": told.metavar}
    if isinstance(told, Argument):
        nargs = ("+" if required else "*") if many else (None if required else "?")
        fallback = None if required else default
        parser.add_argument(name, type=_reader(kind), nargs=nargs, default=fallback, **asked)
        return
    if told.envvar:
        default = os.environ.get(told.envvar) or default
        asked["help"] += f" (or {told.envvar} in the environment)"
    if default not in (None, "", False) and not required:
        asked["help"] += f" [{str(default).lower() if kind is bool else str(default).replace('%', '%%')}]"
    flags = told.flag.partition("/")[0] or f"--{name.replace('_', '-')}"
    if kind is bool:
        parser.add_argument(flags, dest=name, action=BooleanOptionalAction, default=default, help=asked["help"])
        return
    if asked["metavar"] is None:
        asked["metavar"] = "|".join(kind) if hasattr(kind, "__members__") else name.upper()
    parser.add_argument(
        flags,
        dest=name,
        type=_reader(kind),
        action="append" if many else "store",
        required=required,
        default=None if required else default,
        **asked,
    )


def _kind(annotation: Any) -> tuple[bool, Any]:
    """Whether there may be several, and of what type each is."""
    from types import NoneType
    from typing import get_args, get_origin

    inner = [each for each in get_args(annotation) if each is not NoneType]
    if get_origin(annotation) is list:
        return True, inner[0]
    return _kind(inner[0]) if inner else (False, annotation)


def _reader(kind: Any) -> Callable[[str], Any]:
    from argparse import ArgumentTypeError

    def read(text: str) -> Any:
        try:
            return kind(text)
        except ValueError:
            raise ArgumentTypeError(f"{text!r} is not {_wanted(kind)}") from None

    return read


def _wanted(kind: Any) -> str:
    if hasattr(kind, "__members__"):
        return f"one of {', '.join(kind)}"
    return {int: "a whole number", float: "a number"}.get(kind, "what is wanted")
