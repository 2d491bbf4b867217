"""faults: named misbehaviours, armed by a test or a curious person.

A fault is a row of the catalogue: where it strikes and what happens there. The rooms ask at five places whether
something strikes, and obey; they know no fault by name.
"""
