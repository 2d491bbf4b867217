"""The customers' pages and the door for Nuki's webhooks: server-rendered, usable without JavaScript.

Handlers read a visitor's wish, call the rooms below, and choose a page; they decide nothing about doors.
"""
