"""console: the page on which one sees and touches the house the sandbox simulates.

Reads the world and turns the same screws the controls turn; it knows no rule of Nuki's.
"""
