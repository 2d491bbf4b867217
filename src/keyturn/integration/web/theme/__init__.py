"""The company's look: one file names a logo, an accent colour for light and for dark, and links for the footer.

What could not be read by everybody, or could carry a script, is refused at start.
"""
