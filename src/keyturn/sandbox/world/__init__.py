"""world: all simulated state, in one object that is made anew for every sandbox.

Records of who may do what, the devices, and the source of chance. Rules about them live in the rooms above.
"""
