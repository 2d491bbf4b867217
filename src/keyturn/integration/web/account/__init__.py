"""The customer's account: what is connected and with which permissions, connect again, disconnect, log out.

Serves: forced-reconnect, guided-errors.
"""
