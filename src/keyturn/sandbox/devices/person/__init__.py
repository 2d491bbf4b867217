"""person: what somebody at the door, or with the app in hand, can do, without Nuki Web.

Each deed is a small value; hands carry it out.
"""
