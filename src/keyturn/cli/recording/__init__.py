"""Keeping the sandbox true: record what the real Nuki answers, play it to the sandbox, name the differences.

What is written down holds no token, code, mail address or name.
"""
