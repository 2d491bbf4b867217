"""``keyturn check`` and ``keyturn explain``: the reviewer at the terminal."""

from keyturn.cli.checker.verbs import check, explain

__all__ = ["check", "explain"]
