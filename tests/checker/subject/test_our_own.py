"""Our own two descriptions differ in how buttons are pressed, and in nothing they offer."""

from __future__ import annotations

import msgspec
from tests.architecture.places import ROOT

from keyturn.checker.subject.reading import read
from keyturn.checker.subject.settings import Subject


def offered(file: str) -> dict[str, object]:
    subject: Subject = read(ROOT / "subjects" / file).subject
    told = msgspec.to_builtins(subject)
    same = {key: told[key] for key in ("url", "start", "application", "devices", "logs", "actions", "events")}
    return {**same, "buttons": [key for key, _ in subject.buttons()]}


def test_both_ways_offer_the_same() -> None:
    assert offered("keyturn-browser.toml") == offered("keyturn.toml")
