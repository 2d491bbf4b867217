"""runner: plans which stories are told, has each told once, and folds what was found into a report."""

from keyturn.checker.runner.beforehand import explained, prepared
from keyturn.checker.runner.run import Wish, check

__all__ = ["Wish", "check", "explained", "prepared"]
