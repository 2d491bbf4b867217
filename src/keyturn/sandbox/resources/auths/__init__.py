"""auths: who may use the account's devices.

What is asked is judged here as far as Nuki's server can; the device has the last word, seconds later.
"""
