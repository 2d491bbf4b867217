"""Rows of what the company's own systems use: customers, links, keys, repetitions, events out."""
