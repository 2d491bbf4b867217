"""Bodies of Nuki's answers and requests, one file per thing.

Field names are Nuki's in snake case, so that grep for either finds both. Unknown keys are ignored, absent and
null are the same, coded values stay integers: a new code of Nuki's must never make an answer unreadable.
"""
