"""Keyturn: everything a company needs to become, and to stay, an integrator of Nuki smart locks."""

__version__ = "0.1.0"
