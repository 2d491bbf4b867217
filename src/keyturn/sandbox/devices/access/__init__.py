"""access: who may use a device. What Nuki Web lists and what the device knows are two things.

A change is on its way for seconds, can be lost, and can be made at the device without Nuki Web.
"""
