"""``SUBJECT.toml`` as values. Every field is told in ``docs/checker.md``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec


class Way(StrEnum):
    """How the subject's buttons are pressed."""

    HTTP = "http"
    BROWSER = "browser"
    GUIDED = "guided"


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Start(_Strict, frozen=True, kw_only=True):
    """How it is started, once for every fresh ``state_dir``. ``seconds``: how long it may take to be ready."""

    command: tuple[str, ...]
    env: dict[str, str] = {}
    folder: str = "."
    ready: str = "/"
    ready_status: int | None = None
    seconds: float = 20.0
    stands_in_for: str | None = None
    """It asks this server for Nuki, like ``api.nuki.io``, and cannot be told another: the sandbox takes its place."""
    plain_http: bool = False
    """It speaks plain HTTP on ``{port}``; the checker ends TLS in front of it."""


class Application(_Strict, frozen=True, kw_only=True):
    """The company's registration at the sandbox."""

    redirect_uris: tuple[str, ...]
    webhook_url: str | None = None
    features: tuple[str, ...] = ("DEVICE_STATUS", "DEVICE_LOGS")
    scopes: tuple[str, ...] = ("smartlock.readOnly", "smartlock.action", "webhook.decentral")


class Step(_Strict, frozen=True, kw_only=True):
    """In a browser: one of ``goto``, ``click``, ``fill`` (with ``text``), ``press`` a key, ``wait_for``.

    Elements are named by CSS selectors. ``wait_for`` with ``text`` waits until it stands in the element.
    """

    goto: str | None = None
    click: str | None = None
    fill: str | None = None
    press: str | None = None
    wait_for: str | None = None
    text: str | None = None
    seconds: float | None = None
    """How long the element may take to be there."""

    @property
    def verb(self) -> str:
        """The one thing it does."""
        return next(each for each in VERBS if getattr(self, each) is not None)


VERBS = ("goto", "click", "fill", "press", "wait_for")


class Button(_Strict, frozen=True, kw_only=True):
    """Opens ``page``, then follows ``link`` or sends ``form`` (selectors); or does ``get`` or ``post``.

    In a browser also by ``steps``.
    """

    page: str | None = None
    via: str | None = None
    """A link on ``page`` that leads to where the rest is."""
    link: str | None = None
    form: str | None = None
    get: str | None = None
    post: str | None = None
    steps: tuple[Step, ...] = ()
    say: str | None = None
    """Guided: in your own words, how a person finds and presses it."""
    fields: dict[str, str] = {}
    json: dict[str, Any] | None = None


class Outcome(_Strict, frozen=True, kw_only=True):
    """Where the outcome of an action stands, and the words for it (found anywhere in what stands there)."""

    page: str
    css: str | None = None
    attribute: str | None = None
    pointer: str | None = None
    regex: str | None = None
    waiting: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    live: bool = False
    """The page changes by itself: a browser looks without loading it again."""
    seconds: float = 10.0
    """How long the subject waits for a confirmation before it says that none came (real time)."""


class Events(_Strict, frozen=True, kw_only=True):
    """Where it shows what happened at the doors: one element (``css``) an event."""

    page: str
    css: str


class Guided(_Strict, frozen=True, kw_only=True):
    """The page that asks a person: its port (0: any), and how many seconds they may take for one task."""

    port: int = 0
    seconds: float = 900.0


class ExpectedFailure(_Strict, frozen=True, kw_only=True):
    """A condition known to fail, why, and the last day on which that is accepted."""

    condition: str
    reason: str
    until: date


class Subject(_Strict, frozen=True, kw_only=True):
    """The whole file. ``act`` is by action: unlock, lock, unlatch, …"""

    name: str
    url: str
    start: Start
    application: Application
    connect: Button
    way: Way = Way.HTTP
    doors: Button | None = None
    act: dict[str, Button] = {}
    actions: tuple[str, ...] = ()
    """Other door actions it offers: no story presses them, and the help may speak of them."""
    outcome: Outcome | None = None
    disconnect: Button | None = None
    help: Button | None = None
    support: Button | None = None
    make_code: Button | None = None
    """Makes a keypad code for a door."""
    hand_over: Button | None = None
    """Shows what the company would hand to Nuki about a case."""
    events: Events | None = None
    guided: Guided = Guided()
    devices: tuple[int, ...] = (4,)
    logs: tuple[str, ...] = ()
    expected_failures: tuple[ExpectedFailure, ...] = ()

    def buttons(self) -> Iterator[tuple[str, Button]]:
        """Every button that is described, by its key in the file."""
        for key in ("connect", "doors", "disconnect", "make_code", "help", "support", "hand_over"):
            if (button := getattr(self, key)) is not None:
                yield key, button
        for action, button in self.act.items():
            yield f"act.{action}", button


class Described(_Strict, frozen=True, kw_only=True):
    """A subject, and the file that describes it: paths in it are relative to the file's folder."""

    subject: Subject
    file: Path
    text: str

    @property
    def folder(self) -> Path:
        """Where the subject is started."""
        return (self.file.parent / self.subject.start.folder).resolve()
