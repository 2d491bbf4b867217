"""The support desk: cases by who has the next word, what can be done about one, and its way to Nuki.

Serves: first-level-support.
"""
