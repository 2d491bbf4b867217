"""Support for customers: ask from any error page, see one's cases, write again.

Serves: first-level-support, guided-errors.
"""
