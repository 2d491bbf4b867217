"""scenarios: tiny stories that drive a subject beside a sandbox and leave evidence.

A story presses buttons, turns the sandbox's screws and notes moments. It never judges.
"""
