"""program: Nuki's side of the way from an application to ACTIVE, the reviewer's desk included.

Who may do what to an application is a table; what nobody outside Nuki knows is a named choice of ours.
"""
