"""points: the ten points of the checklist, each joining the scenarios it needs and the conditions that judge it."""
