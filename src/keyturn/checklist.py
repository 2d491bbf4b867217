"""The ten points of Nuki's published integrator checklist, as data.

The slug is the point's only name: in code, in the checker, in the docs and in the tests.
Source of every requirement: docs.nuki.io/guide/overview/integrator/ (documented), put in our words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SOURCE = "docs.nuki.io/guide/overview/integrator/"


class Judged(StrEnum):
    """How a point can be judged."""

    MACHINE = "machine"
    """A program can prove or refute it."""
    REVIEW = "review"
    """A program gathers what is needed; a person decides."""


@dataclass(frozen=True)
class Point:
    """One requirement of the checklist."""

    number: int
    slug: str
    sentence: str
    judged: Judged


CHECKLIST = (
    Point(1, "registered-https-redirect",
          "The redirect address is registered beforehand, sent exactly so, and is HTTPS.", Judged.MACHINE),
    Point(2, "server-side-exchange",
          "A server exchanges the code for tokens; no secret reaches a browser or an app.", Judged.MACHINE),
    Point(3, "token-custody",
          "Access and refresh tokens are stored securely; each call carries the access token; it is renewed "
          "when its hour is over.", Judged.MACHINE),
    Point(4, "refresh-rotation",
          "Each renewal brings a new refresh token: it replaces the old one, which is never used again.",
          Judged.MACHINE),
    Point(5, "expired-token-retry",
          "Every kind of call copes with an access token that no longer works.", Judged.MACHINE),
    Point(6, "forced-reconnect",
          "When no new access token can be had, the customer is logged out and asked to connect again.",
          Judged.MACHINE),
    Point(7, "guided-errors",
          "An error is shown calmly and says what to do next.", Judged.MACHINE),
    Point(8, "confirmed-actions",
          "An accepted request is not success: a webhook says whether the door did it.", Judged.MACHINE),
    Point(9, "first-level-support",
          "The integrator helps its customers first and hands to Nuki only what it cannot solve.",
          Judged.REVIEW),
    Point(10, "current-docs",
          "The customers' instructions for connecting with Nuki are kept up to date.", Judged.REVIEW),
)  # fmt: skip
