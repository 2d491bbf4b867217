"""webhooks: what Nuki tells applications. Composed once per event, signed per receiver, sent once, logged.

Nothing here knows why a device did something; a fault may lose, delay, double or spoil what leaves.
"""
