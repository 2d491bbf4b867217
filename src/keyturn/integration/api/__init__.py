"""The REST API under ``/v1`` for the company's own systems.

One table of operations (``resources/table.py``) makes the routes and the OpenAPI document.
"""
