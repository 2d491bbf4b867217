"""The command line: one small file per verb, and the only room that knows every house.

A verb imports the houses it needs when it is used, so that ``keyturn --help`` is there at once.
"""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """The command ``keyturn``. Ends with 2 for what the person can put right, without a trace."""
    gc.disable()  # loading makes no garbage: looking for it would take a third of the time
    from keyturn.cli.app import app
    from keyturn.cli.command import Ended
    from keyturn.cli.complaint import Complaint

    gc.enable()
    try:
        app()
    except Complaint as complaint:
        sys.stderr.write(f"{complaint}\n")
        sys.exit(complaint.exit_code)
    except Ended as ended:
        sys.exit(ended.exit_code)
    except BrokenPipeError:  # whoever read what is printed has seen enough, like head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
