"""smartlocks: operations that change a device without moving it, and those on who may use it.

Each answers 204 before the device has heard of it; what came of it shows in reads and webhooks.
"""
