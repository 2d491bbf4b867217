"""The company's own systems as callers: their keys, their repeated requests, their place in a list.

Knows neither HTTP nor SQL.
"""
