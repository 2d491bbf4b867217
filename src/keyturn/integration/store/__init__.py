"""Plain SQL, for SQLite and PostgreSQL; one file per room served.

The rooms say in protocols of their own what they need; nothing here decides anything.
"""

from keyturn.integration.store.store import Store, check_database

__all__ = ["Store", "check_database"]
