"""What is done without anybody asking: late confirmations, missing registrations, what may be forgotten.

Any number of processes share it: a round that must be made once is made by the one that holds its lease.
"""
