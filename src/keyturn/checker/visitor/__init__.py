"""visitor: the person at the subject's pages, by HTTP or in a browser, and at Nuki's own pages.

A visitor looks, presses and remembers what was seen; it judges nothing.
"""
