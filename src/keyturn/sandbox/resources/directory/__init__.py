"""directory: what is looked up rather than operated.

Companies, notification set-ups, intercoms the Opener knows, and partner services.
"""
