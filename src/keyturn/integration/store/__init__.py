"""Plain SQL. SQLite, embedded, with one writer thread that commits in groups; one file per room served.

The rooms say in protocols of their own what they need; nothing here decides anything.
"""

from keyturn.integration.store.store import Store

__all__ = ["Store"]
