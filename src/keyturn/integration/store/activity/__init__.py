"""The activity log: rows of ``activity``."""
