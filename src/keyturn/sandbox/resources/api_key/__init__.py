"""api_key: OAuth clients as their owner sees them.

Their tokens made by hand, their application for the Advanced API, and the log of their webhooks.
"""
