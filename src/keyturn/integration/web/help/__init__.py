"""The help page: what this installation offers, said once, and nothing that it does not offer.

Everything that can be derived is: permissions from the settings, actions from the devices, problems from the errors.
Serves: guided-errors, first-level-support.
"""
