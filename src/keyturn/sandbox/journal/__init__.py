"""journal: the sandbox's record of everything in and out, in order, without a secret in clear.

A secret is replaced by a label such as ``access-token-3``; the same secret always gets the same label, so a
reader can tell reuse without ever seeing the value.
"""
