"""``keyturn demo``: sandbox and integration side by side, as two processes over real HTTPS.

The verb is in ``verb``, the processes in ``household`` and ``child``, what the first run makes in ``keepsakes``.
"""

from keyturn.cli.demo.verb import demo

__all__ = ["demo"]
