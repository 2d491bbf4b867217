"""``keyturn watch``: looks again and again after the release, and warns."""

from keyturn.cli.journey.watch.verb import watch

__all__ = ["watch"]
