"""What has happened at the doors, as their own logs tell it: heard by webhooks, completed by reads, each entry once.

Only where an installation asks for it: it needs scope ``smartlock.log``, and tells when somebody comes and goes.
"""
