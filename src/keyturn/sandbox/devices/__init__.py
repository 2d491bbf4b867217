"""devices: virtual Nuki devices. Tables say what an action makes of a state and how long that takes.

The tables are pure; one file moves devices along them on the clock. Nothing here knows HTTP or webhooks.
"""
