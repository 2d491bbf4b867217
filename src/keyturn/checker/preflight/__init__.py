"""preflight: names every setting that cannot work, with its mend, before anything is started."""

from keyturn.checker.preflight.flight import preflight

__all__ = ["preflight"]
