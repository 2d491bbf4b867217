"""The edge of the site: where it lies at its host, and the headers every answer carries.

Whatever is inside knows neither: there, every address begins at the root.
"""
