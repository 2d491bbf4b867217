"""A question at the terminal."""

from __future__ import annotations

import sys

from keyturn.cli.complaint import Complaint


def ask(words: str) -> str:
    """The answer. Raises :class:`Complaint` where nobody can answer."""
    if not sys.stdin.isatty():
        raise Complaint(
            "Nothing was done: there is no terminal to ask at.", "Say --yes, so that nothing is asked."
        )
    try:
        return input(words)
    except EOFError:
        raise Complaint("Nothing was done: the question was left unanswered.", "Say it again.") from None
