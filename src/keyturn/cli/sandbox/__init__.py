"""sandbox: the verbs of ``keyturn sandbox``.

``run`` starts one; the others talk to one that runs, over its ``/_sandbox``, and print for a person or a program.
"""
