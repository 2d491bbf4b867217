"""``keyturn docs``: builds the customers' guide, and holds it to manifest and product.

``product`` says what there is, ``street`` runs it, ``story`` and ``camera`` take its pictures, ``folder`` writes.
"""
