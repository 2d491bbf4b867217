"""Rows of the room ``connect``: connections begun, and sessions."""
