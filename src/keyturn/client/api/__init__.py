"""The operations, one file per group.

Each says what it asks for, how it may be repeated, and what comes back; nothing here touches the network.
"""
