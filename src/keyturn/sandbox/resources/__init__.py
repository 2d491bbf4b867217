"""resources: the operations of Nuki's Web API, one file per group of its description.

Each file ends in a table that binds operations to functions of a Call; the gate has seen the bearer by then.
"""
