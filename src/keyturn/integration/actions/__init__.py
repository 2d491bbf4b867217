"""Asking a door to move, and never claiming more than is known about whether it did.

Serves: confirmed-actions.
"""
