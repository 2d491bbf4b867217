"""account: the account behind the token, and whoever belongs to it.

Sub-accounts sign in by themselves; account users only are given access.
"""
