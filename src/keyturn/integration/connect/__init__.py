"""The way of a customer to Nuki's consent page and back.

``pending`` remembers who left; ``flow`` reads what came back. Storing the grant is the grants room's.
"""
