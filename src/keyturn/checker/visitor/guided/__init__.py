"""guided: the visitor is a person. ``desk`` is the page that asks, ``tasks`` what it asks, ``visitor`` asks."""
