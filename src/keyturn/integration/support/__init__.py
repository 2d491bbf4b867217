"""First-level support: references that lead to what failed, cases people open, and what is handed to Nuki.

Serves: first-level-support, guided-errors.
"""
