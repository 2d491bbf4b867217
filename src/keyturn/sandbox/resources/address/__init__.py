"""address: doors grouped by where they are, for letting.

Addresses have units, units have invitations; bookings come from partner services.
"""
