"""wire: requests, answers and routes as plain values.

Here stands the one table form every room declares its routes in, and the tree that finds a route in one walk.
The room knows HTTP and nothing of Nuki.
"""
