"""browser: the visitor in a real Chromium, for pages that need their scripts.

``traffic`` sees every answer before the page does, ``window`` is one tab, ``steps`` are a person's hands.
"""
