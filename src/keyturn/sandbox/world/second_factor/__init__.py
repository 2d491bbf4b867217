"""second_factor: one-time codes as a second proof of who somebody is.

The arithmetic of RFC 6238, and how many wrong codes an account may be told.
"""
