"""The command line."""


def main() -> None:
    """The command ``keyturn``."""
