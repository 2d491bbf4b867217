"""description: the sandbox's own OpenAPI document, and a page of it to browse.

Both are made from what ``keyturn.nuki`` says about operations and bodies; nothing is written twice.
"""
