"""app: the rooms joined into one ASGI application, and the front door to it.

Nothing below knows this room; nothing outside needs any other.
"""
