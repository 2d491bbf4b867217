"""The two databases, SQLite and PostgreSQL, behind one seam: rows speak to a ``Connection`` and know neither.

Instants are stored as milliseconds: ``to_ms`` and ``from_ms``.
"""

from keyturn.integration.store.database.seam import Connection, Database, from_ms, to_ms

__all__ = ["Connection", "Database", "from_ms", "to_ms"]
