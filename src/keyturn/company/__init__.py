"""A typed client for ``/v1``, for the company's own systems: customers, doors, access, events, support.

It knows the API as its document tells it and nothing of the integration: it works from another machine.
"""

from keyturn.company.client import KeyturnClient
from keyturn.company.problem import Problem

__all__ = ["KeyturnClient", "Problem"]
