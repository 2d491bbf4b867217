"""Events out: what happened is told to the company's own systems, as Standard Webhooks describes it.

An event is written in the transaction that causes it; the sender delivers, for days if need be.
"""
