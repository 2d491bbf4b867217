"""running: what an integration in use has really done, read from its own API and its figures.

Kept beside the report of the last check; the form holds both against what is declared.
"""
