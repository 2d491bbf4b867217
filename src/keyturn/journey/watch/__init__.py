"""watch: what can go wrong after the release, found before a customer or Nuki finds it.

Each alert says what is wrong and what to do; a round is what one look found.
"""
