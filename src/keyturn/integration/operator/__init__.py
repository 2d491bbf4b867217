"""For whoever runs the installation: whether it is ready, its figures, and a console with a login of its own.

Off until ``KEYTURN_OPERATOR_TOKEN`` is set; only whether it lives and is ready is told to everybody.
"""
