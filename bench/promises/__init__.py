"""Promises, counted and not timed: each row says whether it was kept."""
