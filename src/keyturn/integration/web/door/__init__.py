"""One door's own page: its state in large, everything it can be asked for, its accessories, and what has happened.

Serves: confirmed-actions, guided-errors.
"""
