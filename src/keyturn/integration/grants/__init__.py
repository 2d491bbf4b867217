"""One account's standing permission to us: its lifecycle, its sealed token pair, and its renewal.

Everything that ever sees a token of Nuki's in clear is in this room or in the client it hands the token to.
"""
