"""The pages about who may use a door: keypad codes with a week of their times, and invitations.

Serves: confirmed-actions, guided-errors.
"""
