"""What a company runs for its customers: connect with Nuki, see doors, operate them, be told the truth.

The front door: ``Settings`` says how, ``application`` gives the ASGI application.
"""

from keyturn.integration.app import Integration, application
from keyturn.integration.settings import Settings
from keyturn.integration.store import check_database
from keyturn.integration.watch.lines import write_log

__all__ = ["Integration", "Settings", "application", "check_database", "write_log"]
