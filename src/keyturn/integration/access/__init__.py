"""Keypad codes and app invitations: asked for, confirmed, watched, and shown to nobody but their customer.

Serves: confirmed-actions, guided-errors.
"""
