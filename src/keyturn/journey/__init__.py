"""journey: the way from the first idea to release, and after it.

The manifest says what a company wants; the application, the form and the steps follow from it and from what was seen.
"""
