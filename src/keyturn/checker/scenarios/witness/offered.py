"""What the subject says it offers, as its file has it."""

from __future__ import annotations

from keyturn.checker.evidence import Offers
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Subject


def offered(subject: Subject, known: dict[str, str]) -> Offers:
    """With the addresses of its help and support filled in."""
    there = {key: fill(button.get or button.page or "", known) for key, button in subject.buttons()}
    return Offers(
        devices=subject.devices,
        scopes=subject.application.scopes,
        actions=(*subject.act, *subject.actions),
        help=there.get("help", ""),
        support=there.get("support", ""),
        confirm_seconds=subject.outcome.seconds if subject.outcome else 0.0,
    )
