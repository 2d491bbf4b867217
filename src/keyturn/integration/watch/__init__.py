"""What an operator can see from outside: whether we are ready, figures, traces, and lines of log without secrets.

It only looks. Nothing here decides anything, and without it everything else works the same.
"""
