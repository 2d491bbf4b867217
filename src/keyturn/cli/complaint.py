"""What is told to the person at the terminal instead of a trace."""

from __future__ import annotations


class Complaint(Exception):
    """What is wrong, and what to do about it."""

    exit_code = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}\n{remedy}" if remedy else message)


class Broken(Complaint):
    """Something ended that should have stayed up."""

    exit_code = 1
