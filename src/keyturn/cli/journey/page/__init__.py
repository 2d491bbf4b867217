"""page: where one stands, in a browser on this machine, with buttons for what can be done from there.

It does what the verbs do, by the same functions; nothing is sent to Nuki before a person has seen it and said yes.
"""
