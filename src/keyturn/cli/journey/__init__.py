"""The verbs of the way to become an integrator: ``init``, ``apply``, ``status``, ``form``, ``release``."""
