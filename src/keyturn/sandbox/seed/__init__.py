"""seed: what the world looks like when a sandbox starts, and after a reset.

A seed is a plain value: the believable home that comes with the sandbox, or one read from a file.
"""

from keyturn.sandbox.seed.seed import Seed, SeedAccount, SeedApplication

__all__ = ["Seed", "SeedAccount", "SeedApplication"]
