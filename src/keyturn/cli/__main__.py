"""``python -m keyturn.cli`` is ``keyturn``, also where the command itself is not on the path."""

from keyturn.cli import main

main()
